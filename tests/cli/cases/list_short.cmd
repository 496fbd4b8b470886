augaudit list presets codecs reports
