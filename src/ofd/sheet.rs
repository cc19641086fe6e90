//! A sheet of paper and its type area.

use crate::ofd::xml::{Micron, Spaced, Xml};

/// The margins of the type area (GB/T 9704-2012, 5.2.1) in thousandths of a millimetre: at the
/// binding, at the other side, at the top, at the bottom.
const MARGINS: [i64; 4] = [28_000, 26_000, 37_000, 35_000];

/// A sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sheet {
    width: i64,
    height: i64,
    /// The type area's distance from the sheet's left.
    left: i64,
}

impl Sheet {
    /// Returns the sheet of a page, whose size is given in points; `is_left` says that it is
    /// bound on its right.
    pub(crate) fn new((width, height): (f64, f64), is_left: bool) -> Sheet {
        let left = if is_left { MARGINS[1] } else { MARGINS[0] };
        Sheet { width: Micron::of(width).0, height: Micron::of(height).0, left }
    }

    /// Writes its boxes.
    pub(crate) fn write(&self, xml: &mut Xml) {
        let whole = [0, 0, self.width, self.height].map(Micron);
        let (width, height) = (self.width - MARGINS[0] - MARGINS[1], self.height - MARGINS[2] - MARGINS[3]);
        xml.leaf("ofd:PhysicalBox", &[], &Spaced(&whole));
        xml.leaf("ofd:ApplicationBox", &[], &Spaced(&whole));
        if width > 0 && height > 0 {
            let area = [self.left, MARGINS[2], width, height].map(Micron);
            xml.leaf("ofd:ContentBox", &[], &Spaced(&area));
        }
    }
}
