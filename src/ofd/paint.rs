//! Colours, as plain RGB, which is what an OFD has without further ado.

use typst::visualize::Paint;

use crate::ofd::error::Unsupported;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour {
    /// Red, green and blue.
    pub(crate) rgb: [u8; 3],
    /// How much of it covers what lies below.
    pub(crate) alpha: u8,
}

impl Colour {
    /// Returns a paint as a colour, if it is one.
    pub(crate) fn of(paint: &Paint) -> Result<Colour, Unsupported> {
        let Paint::Solid(colour) = paint else {
            let is_gradient = matches!(paint, Paint::Gradient(_));
            return Err(if is_gradient { Unsupported::Gradient } else { Unsupported::Tiling });
        };
        let rgb = colour.to_rgb();
        let byte = |share: f32| (share.clamp(0.0, 1.0) * 255.0).round() as u8;
        let [red, green, blue, alpha] = [rgb.red, rgb.green, rgb.blue, rgb.alpha].map(byte);
        Ok(Colour { rgb: [red, green, blue], alpha })
    }
}
