"""The elements and attributes of SVG that a drawing may have; all others are left out (SVG 1.1 and SVG 2)."""

from __future__ import annotations

from typing import Final

SVG_NAMESPACE: Final = "http://www.w3.org/2000/svg"
XLINK_NAMESPACE: Final = "http://www.w3.org/1999/xlink"
XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"

SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
FILTERS: Final = frozenset({
    "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB",
    "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
})  # fmt: skip
ANIMATIONS: Final = frozenset({"animate", "animateTransform", "animateMotion", "mpath", "set"})
ELEMENTS: Final = SHAPES | FILTERS | ANIMATIONS | {
    "svg", "g", "a", "defs", "symbol", "use", "switch", "style", "title", "desc",
    "text", "tspan", "textPath", "image",
    "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker",
}  # fmt: skip

SILENT: Final = frozenset({"metadata", "view", "cursor", "color-profile"})
"""Elements that nobody sees; they are left out without a word."""

PRESENTATION: Final = frozenset({
    "alignment-baseline", "baseline-shift", "clip", "clip-path", "clip-rule", "color", "color-interpolation",
    "color-interpolation-filters", "color-rendering", "direction", "display", "dominant-baseline", "fill",
    "fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "font", "font-family",
    "font-feature-settings",
    "font-size", "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-weight",
    "glyph-orientation-horizontal", "glyph-orientation-vertical", "image-rendering", "isolation", "kerning",
    "letter-spacing", "lighting-color", "line-height", "marker", "marker-end", "marker-mid", "marker-start", "mask",
    "mask-type", "mix-blend-mode", "opacity", "overflow", "paint-order", "pointer-events", "shape-rendering",
    "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-align", "text-anchor",
    "text-decoration", "text-orientation", "text-rendering", "transform", "transform-box", "transform-origin",
    "unicode-bidi", "vector-effect", "visibility", "white-space", "word-spacing", "writing-mode",
})  # fmt: skip
"""Properties of CSS that may stand as attributes, in ``style`` and in style sheets."""

GEOMETRY: Final = frozenset({
    "cx", "cy", "d", "dx", "dy", "fr", "fx", "fy", "height", "pathLength", "points", "r", "rx", "ry", "width",
    "x", "x1", "x2", "y", "y1", "y2",
})  # fmt: skip
OTHERS: Final = frozenset({
    "version", "viewBox", "preserveAspectRatio", "class", "lang", "role", "aria-label", "aria-hidden",
    "gradientUnits", "gradientTransform", "spreadMethod", "offset", "patternUnits", "patternContentUnits",
    "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits", "markerWidth",
    "markerHeight",
    "refX", "refY", "orient", "lengthAdjust", "textLength", "startOffset", "method", "spacing", "side", "rotate",
    # filters
    "filterUnits", "primitiveUnits", "in", "in2", "result", "stdDeviation", "mode", "type", "values", "tableValues",
    "slope", "intercept", "amplitude", "exponent", "operator", "k1", "k2", "k3", "k4", "order", "kernelMatrix",
    "divisor", "bias", "targetX", "targetY", "edgeMode", "kernelUnitLength", "preserveAlpha", "surfaceScale",
    "diffuseConstant", "specularConstant", "specularExponent", "scale", "xChannelSelector", "yChannelSelector",
    "azimuth", "elevation", "z", "pointsAtX", "pointsAtY", "pointsAtZ", "limitingConeAngle", "radius",
    "baseFrequency", "numOctaves", "seed", "stitchTiles",
    # animations
    "attributeName", "attributeType", "begin", "dur", "end", "min", "max", "restart", "repeatCount", "repeatDur",
    "fill", "calcMode", "keyTimes", "keySplines", "from", "to", "by", "additive", "accumulate", "path", "keyPoints",
    "origin",
})  # fmt: skip
ATTRIBUTES: Final = PRESENTATION | GEOMETRY | OTHERS | {"style", "id", "href"}

FUNCTIONS: Final = frozenset({
    # transforms (CSS Transforms 1 and 2)
    "matrix", "matrix3d", "translate", "translatex", "translatey", "translatez", "translate3d", "scale", "scalex",
    "scaley", "scalez", "scale3d", "rotate", "rotatex", "rotatey", "rotatez", "rotate3d", "skew", "skewx", "skewy",
    "perspective",
    # colours (CSS Color 4 and 5)
    "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "icc-color",
    "device-cmyk",
    # numbers (CSS Values 4)
    "calc", "min", "max", "clamp", "cubic-bezier", "steps",
    # shapes (CSS Shapes 1) and effects (Filter Effects 1)
    "inset", "circle", "ellipse", "polygon", "path", "rect", "blur", "brightness", "contrast", "drop-shadow",
    "grayscale", "hue-rotate", "invert", "opacity", "saturate", "sepia",
})  # fmt: skip
"""Functions of CSS that a value may have beside ``url()``: none of them names a file."""
ANIMATED: Final = ATTRIBUTES - {"style", "id", "href", "attributeName", "begin", "end"}
"""What an animation may change."""
CLOCKS: Final = frozenset({"begin", "end", "dur", "min", "max", "repeatDur"})
"""Attributes whose values are times, with colons (SMIL 3.0, 5.4.1)."""

ANIMATION: Final = "an animation"
NOT_PRINTED: Final[dict[str, str]] = {
    "feColorMatrix": "a filter", "feComponentTransfer": "a filter", "feComposite": "a filter",
    "feConvolveMatrix": "a filter", "feDiffuseLighting": "a filter", "feDisplacementMap": "a filter",
    "feDropShadow": "a filter", "feGaussianBlur": "a filter", "feImage": "a filter", "feMerge": "a filter",
    "feMorphology": "a filter", "feSpecularLighting": "a filter", "feTile": "a filter", "feTurbulence": "a filter",
    "animate": ANIMATION, "animateTransform": ANIMATION, "animateMotion": ANIMATION,
    "set": ANIMATION,
}  # fmt: skip
"""Elements that reading systems draw and WeasyPrint does not, and what they are called."""
