/* SPDX-License-Identifier: Apache-2.0
 * known.c - transforms that libraries have and this build cannot apply yet: what they do and what they claim. */
#include <augaudit/transform.h>

#include <string.h>

#define STAYS "Boxes, masks and key points stay where they are.", AUG_MOVES_NOTHING
#define COVERS "Boxes, masks and key points stay, but may be covered; some releases drop those.", AUG_MOVES_AND_DROPS
#define MOVES "Boxes, masks and key points move with the pixels; boxes become hulls.", AUG_MOVES_WITH_PIXELS
#define DROPS "Boxes, masks and key points move with the pixels; what leaves the frame is lost.", AUG_MOVES_AND_DROPS

#define CLAIM_BLUR                                                                                      \
    {                                                                                                   \
        "A picture that is somewhat out of focus deserves the same label.",                             \
            "Fine detail is what tells the classes apart.",                                             \
            "Fine print, textures, breeds and species told by a pattern, small defects, cracks.", STAYS \
    }
#define CLAIM_NOISE                                                                                           \
    {                                                                                                         \
        "A picture taken with a poorer sensor deserves the same label.",                                      \
            "The signal that tells the classes apart is as weak as the noise, or noise itself is the class.", \
            "Faint structures in X-ray, astronomy and microscopy, fine textures, quality inspection.", STAYS  \
    }
#define CLAIM_WEATHER                                                                                                              \
    {                                                                                                                              \
        "A scene deserves the same label in any weather.",                                                                         \
            "The weather is the class, or what tells the class is hidden by it.",                                                  \
            "Weather and road-condition classes, distant traffic signs and lamps, small objects; it makes no sense for indoor or " \
            "medical images.",                                                                                                     \
            STAYS                                                                                                                  \
    }
#define CLAIM_LIGHT                                                                                             \
    {                                                                                                           \
        "A picture deserves the same label under another light.", "Brightness itself tells the classes apart.", \
            "Lamps that are on or off, day and night, densities in X-ray and CT, ripeness.", STAYS              \
    }
#define CLAIM_COLOUR                                                                                                \
    {                                                                                                               \
        "A picture deserves the same label in other colours.", "Colour tells the classes apart.",                   \
            "Traffic lights, ripe and unripe fruit, stains in pathology, skin lesions, flags, bird species.", STAYS \
    }
#define CLAIM_BEND                                                                                           \
    {                                                                                                        \
        "A picture that is bent a little deserves the same label.",                                          \
            "Straightness, proportion or fine strokes tell the classes apart.",                              \
            "Calibration targets, technical drawings, small print, similar letters, measured shapes.", MOVES \
    }
#define CLAIM_CROP                                                                                       \
    {                                                                                                    \
        "The part of the picture around the marked objects deserves its label.",                         \
            "What tells the class lies outside of the marks, or the place in the frame matters.",        \
            "Scenes told by their surroundings, counts of things, objects that touch the border.", DROPS \
    }
#define CLAIM_ERASE                                                                                       \
    {                                                                                                     \
        "A picture deserves the same label while a part of it is hidden.",                                \
            "The hidden part can be all that tells the class.",                                           \
            "Small objects, single letters and digits, traffic signs, small lesions and defects.", COVERS \
    }
#define CLAIM_MIX                                                                                           \
    {                                                                                                       \
        "A mixture of two pictures deserves a mixture of their labels.",                                    \
            "Mixing makes something of a third class, or labels cannot be mixed.",                          \
            "Overlaid letters and digits, fine-grained species, anything with a single sharp label.", STAYS \
    }
#define CLAIM_STYLE                                                                                     \
    {                                                                                                   \
        "A picture deserves the same label with the colours and tones of another picture.",             \
            "Colour or tone tells the classes apart, or the other picture brings its own class along.", \
            "Stains in pathology, day and night, ripeness, satellite seasons.", STAYS                   \
    }
#define CLAIM_PASTE                                                                \
    {                                                                              \
        "A picture deserves the same label after foreign things were laid on it.", \
            "What is laid on hides the object or is itself a sign of a class.",    \
            "Small objects, documents, counts of things.", COVERS                  \
    }
#define CLAIM_VOLUME                                                                         \
    {                                                                                        \
        "A volume deserves the same label after the same change that a picture would get.",  \
            "Orientation, place or completeness of the organ tells the classes apart.",      \
            "Left and right organs, small lesions, anything measured along one axis.", DROPS \
    }
#define CLAIM_SPECTRUM                                                                               \
    {                                                                                                \
        "A recording deserves the same label while a part of its spectrogram is changed.",           \
            "The changed part can be all that tells the class; pictures are no spectrograms.",       \
            "Short sounds, single words, tones told by one band; every ordinary photograph.", COVERS \
    }
#define CLAIM_TYPE                                                                                                   \
    {                                                                                                                \
        "Nothing: it changes the type or the layout of the values, not the picture.", "It is never false.", "None.", \
            STAYS                                                                                                    \
    }

static const struct aug_known known[] = {
    /* blur */
    {"AdvancedBlur", "Blurs with a Gaussian of random width, direction and shape, itself slightly noisy.", CLAIM_BLUR},
    {"Defocus", "Blurs with a disc, as a lens out of focus does.", CLAIM_BLUR},
    {"GlassBlur", "Exchanges near pixels at random, as seen through frosted glass.", CLAIM_BLUR},
    {"ZoomBlur", "Averages enlarged copies, as a lens that zooms during exposure does.", CLAIM_BLUR},
    {"ModeFilter", "Gives each pixel the most frequent value around it.", CLAIM_BLUR},
    {"RingingOvershoot", "Filters with a sharp low-pass, which leaves ripples beside edges.", CLAIM_BLUR},
    {"Superpixels", "Gives some patches of similar pixels their mean colour.", CLAIM_BLUR},
    {"IAASuperpixels", "Gives some patches of similar pixels their mean colour (imgaug).", CLAIM_BLUR},
    {"Anisotropy3D", "Lowers the resolution of a volume along one axis and interpolates it back.", CLAIM_BLUR},
    /* noise and artefacts */
    {"AdditiveNoise", "Adds noise of a chosen distribution, one for all pixels, per pixel, or per patch.", CLAIM_NOISE},
    {"ISONoise", "Adds the colour and brightness noise of a camera at high sensitivity.", CLAIM_NOISE},
    {"ShotNoise", "Draws each value from a Poisson distribution, as counted photons are.", CLAIM_NOISE},
    {"FilmGrain", "Adds the correlated grain of photographic film.", CLAIM_NOISE},
    {"RicianNoise", "Adds the noise of magnitude images in magnetic resonance.", CLAIM_NOISE},
    {"GhostingArtifact", "Adds faint shifted copies, as motion during magnetic resonance does.", CLAIM_NOISE},
    {"AnnotationArtifacts", "Draws rulers, arrows and text as they are burnt into medical images.", CLAIM_PASTE},
    {"IAAAdditiveGaussianNoise", "Adds Gaussian noise (imgaug).", CLAIM_NOISE},
    {"JpegCompression", "Compresses as JPEG at a random quality; the older name of ImageCompression.", CLAIM_NOISE},
    {"Dithering", "Lowers the number of levels and spreads the error to neighbours.", CLAIM_NOISE},
    {"Halftone", "Prints the picture as dots of different size.", CLAIM_NOISE},
    /* weather and light */
    {"RandomFog", "Lays fog over the scene.", CLAIM_WEATHER},
    {"AtmosphericFog", "Lays fog over the scene that grows with distance.", CLAIM_WEATHER},
    {"RandomRain", "Draws rain streaks and darkens the scene.", CLAIM_WEATHER},
    {"RandomSnow", "Whitens bright parts of the scene as snow does.", CLAIM_WEATHER},
    {"RandomGravel", "Draws patches of gravel on the scene.", CLAIM_WEATHER},
    {"RandomShadow", "Darkens random polygons as shadows do.", CLAIM_WEATHER},
    {"RandomSunFlare", "Draws the flare of a sun that shines into the lens.", CLAIM_WEATHER},
    {"Spatter", "Lays drops of rain or mud on the lens.", CLAIM_WEATHER},
    {"WaterRefraction", "Bends the picture as rippled water does.", CLAIM_BEND},
    {"LensFlare", "Draws the ghosts and streaks of a strong light in the lens.", CLAIM_LIGHT},
    {"Illumination", "Adds a gradient of light, linear, at a corner, or as a spot.", CLAIM_LIGHT},
    {"PlasmaBrightnessContrast", "Changes brightness and contrast by a cloud-like pattern.", CLAIM_LIGHT},
    {"PlasmaShadow", "Darkens by a cloud-like pattern.", CLAIM_LIGHT},
    {"Vignetting", "Darkens the corners as a lens does.", CLAIM_LIGHT},
    {"BiasField", "Multiplies by a smooth field, as the coils of magnetic resonance do.", CLAIM_LIGHT},
    {"ExposureMatching", "Brings brightness to a wanted mean exposure.", CLAIM_LIGHT},
    {"RandomBrightness", "Adds a random brightness; the older name of a part of RandomBrightnessContrast.",
     CLAIM_LIGHT},
    {"RandomContrast", "Multiplies by a random contrast; the older name of a part of RandomBrightnessContrast.",
     CLAIM_LIGHT},
    {"Enhance", "Raises or lowers sharpness, contrast, colour or brightness as Pillow's ImageEnhance does.",
     CLAIM_LIGHT},
    {"IAASharpen", "Sharpens and mixes with the original (imgaug).", CLAIM_LIGHT},
    {"IAAEmboss", "Embosses and mixes with the original (imgaug).", CLAIM_LIGHT},
    /* colour */
    {"ChromaticAberration", "Shifts red and blue against green, as cheap lenses do.", CLAIM_COLOUR},
    {"ChannelSwap", "Exchanges colour channels in a drawn order.", CLAIM_COLOUR},
    {"Colorize", "Colours a grey version of the picture with two or three chosen colours.", CLAIM_COLOUR},
    {"HEStain", "Changes the strength of the two stains of a tissue section.", CLAIM_COLOUR},
    {"PhotoMetricDistort", "Changes brightness, contrast, saturation and hue in a random order, as SSD training does.",
     CLAIM_COLOUR},
    {"ToRGB", "Repeats a grey channel three times.", CLAIM_TYPE},
    /* bending */
    {"ElasticTransform",
     "Bends the picture by a smooth random field of displacements.",
     {"A thing drawn by a shaky hand, or made of soft material, deserves the same label.",
      "Straightness, proportion or fine strokes tell the classes apart.",
      "Calibration targets, small print, faces at high strength, measured shapes.", MOVES}},
    {"GridDistortion", "Moves the nodes of a grid at random and stretches what lies between.", CLAIM_BEND},
    {"GridElasticDeform", "Moves the nodes of a coarse grid by a random vector and bends smoothly between.",
     CLAIM_BEND},
    {"OpticalDistortion", "Bends the picture as a barrel or pincushion lens does.", CLAIM_BEND},
    {"PiecewiseAffine", "Moves the nodes of a grid and maps each triangle affinely.", CLAIM_BEND},
    {"IAAPiecewiseAffine", "Moves the nodes of a grid and maps each triangle affinely (imgaug).", CLAIM_BEND},
    {"ThinPlateSpline", "Moves a few control points and bends the picture like a thin plate.", CLAIM_BEND},
    {"PixelSpread", "Moves each pixel to a random place near by.", CLAIM_BEND},
    {"Morphological",
     "Thickens or thins bright structures by dilation or erosion.",
     {"A thing with thicker or thinner strokes deserves the same label.",
      "Stroke width, holes or gaps tell the classes apart.",
      "The letters e and c, the digits 8 and 3 when a gap closes, thin vessels, cracks.", STAYS}},
    {"RandomGridShuffle",
     "Cuts the picture into a grid and exchanges the cells.",
     {"A picture deserves its label whatever the order of its parts: it is texture, not shape.",
      "The arrangement of parts tells the class, as for nearly every object.",
      "Digits, letters, faces, traffic signs, every object with a shape.", DROPS}},
    /* imgaug's geometry */
    {"IAAAffine", "Scales, turns, shears and shifts (imgaug).", CLAIM_BEND},
    {"IAAPerspective", "Shows the picture from another place (imgaug).", CLAIM_BEND},
    {"IAACropAndPad", "Cuts off or adds margins (imgaug).", CLAIM_CROP},
    {"IAAFliplr",
     "Exchanges left and right (imgaug).",
     {"A picture and its mirror image deserve the same label.", "A class has a handedness.",
      "Text, left and right arrows, turn signs, the digits 2 and 5.", MOVES}},
    {"IAAFlipud",
     "Exchanges top and bottom (imgaug).",
     {"A picture with top and bottom exchanged deserves the same label.", "A class is told by which end is up.",
      "The digits 6 and 9, up and down arrows, traffic lights, faces.", MOVES}},
    {"LetterBox", "Scales the picture to fit a frame and fills the rest of it.", CLAIM_CROP},
    /* crops that look at labels */
    {"AtLeastOneBBoxRandomCrop", "Cuts a random window that holds at least one box.", CLAIM_CROP},
    {"BBoxSafeRandomCrop", "Cuts a random window that holds all boxes.", CLAIM_CROP},
    {"RandomSizedBBoxSafeCrop", "Cuts a random window that holds all boxes and brings it to a fixed size.", CLAIM_CROP},
    {"RandomCropNearBBox", "Cuts a window around a box, its edges moved at random.", CLAIM_CROP},
    {"CropNonEmptyMaskIfExists", "Cuts a window that holds a part of the mask, if there is one.", CLAIM_CROP},
    /* erasing */
    {"Cutout", "Blackens random squares; the older name of CoarseDropout.", CLAIM_ERASE},
    {"ConstrainedCoarseDropout", "Blackens random rectangles inside chosen boxes or masks.", CLAIM_ERASE},
    {"GridDropout", "Blackens the cells of a regular grid.", CLAIM_ERASE},
    {"GridMask", "Blackens a grid of bars that may be turned.", CLAIM_ERASE},
    {"MaskDropout", "Blackens some of the marked objects and takes their marks away.", CLAIM_ERASE},
    {"XYMasking", "Blackens random stripes along both axes.", CLAIM_ERASE},
    {"FrequencyMasking", "Blackens bands of frequencies of a spectrogram.", CLAIM_SPECTRUM},
    {"TimeMasking", "Blackens spans of time of a spectrogram.", CLAIM_SPECTRUM},
    {"TimeReverse", "Plays a spectrogram backwards: exchanges left and right.", CLAIM_SPECTRUM},
    /* mixing */
    {"CopyAndPaste", "Pastes marked objects of other pictures.", CLAIM_PASTE},
    {"OverlayElements", "Lays given pictures over this one.", CLAIM_PASTE},
    {"TextImage", "Writes text into the boxes of the picture.", CLAIM_PASTE},
    {"TemplateTransform", "Mixes the picture with a template picture.", CLAIM_MIX},
    {"FDA", "Takes the low frequencies' strength from another picture.", CLAIM_STYLE},
    {"HistogramMatching", "Gives the picture the histogram of another one.", CLAIM_STYLE},
    {"PixelDistributionAdaptation", "Gives the picture the colour distribution of another one.", CLAIM_STYLE},
    /* volumes */
    {"Affine3D", "Scales, turns and shifts a volume.", CLAIM_VOLUME},
    {"CenterCrop3D", "Cuts the middle out of a volume.", CLAIM_VOLUME},
    {"CoarseDropout3D", "Blackens random boxes of a volume.", CLAIM_VOLUME},
    {"CubicSymmetry", "Lays a volume in one of the 48 ways that map a cube onto itself.", CLAIM_VOLUME},
    {"Flip3D", "Mirrors a volume along some axes.", CLAIM_VOLUME},
    {"GridShuffle3D", "Cuts a volume into a grid and exchanges the cells.", CLAIM_VOLUME},
    {"Pad3D", "Adds a border to a volume.", CLAIM_VOLUME},
    {"PadIfNeeded3D", "Adds a border to a volume until it has the wanted size.", CLAIM_VOLUME},
    {"RandomCrop3D", "Cuts a window out of a volume.", CLAIM_VOLUME},
    {"RandomRotate90_3D", "Turns a volume by quarter turns.", CLAIM_VOLUME},
    {"Resize3D", "Brings a volume to another size.", CLAIM_VOLUME},
    {"ToTensor3D", "Turns a volume into a tensor of PyTorch.", CLAIM_TYPE},
    /* anything */
    {"Lambda",
     "Calls a function of the training script, which a file cannot hold.",
     {"Whatever the function does keeps the label.", "The function does something else; it has to be read.", "Unknown.",
      STAYS}},
};

size_t aug_known_count(void)
{
    return sizeof known / sizeof *known;
}

const struct aug_known *aug_known_at(size_t i)
{
    return i < aug_known_count() ? &known[i] : NULL;
}

const struct aug_known *aug_known_find(const char *name)
{
    for (size_t i = 0; i < aug_known_count(); i++)
        if (strcmp(known[i].name, name) == 0) return &known[i];
    return NULL;
}
