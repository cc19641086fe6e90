//! The page's measures in points (GB/T 9704-2012, 5.2 and 7.5).
//!
//! Complements templates/gb9704/grid.typ, which lays the same grid: 22 lines of 28 cells that
//! fill a type area (版心) of 156 mm by 225 mm.

/// Points of a millimetre.
pub(crate) const MM: f64 = 72.0 / 25.4;

/// The paper, A4.
pub(crate) const PAPER: (f64, f64) = (210.0 * MM, 297.0 * MM);
/// The type area's left edge.
pub(crate) const LEFT: f64 = 28.0 * MM;
/// The type area's right edge.
pub(crate) const RIGHT: f64 = 184.0 * MM;
/// The type area's top edge.
pub(crate) const TOP: f64 = 37.0 * MM;
/// The type area's bottom edge.
pub(crate) const BOTTOM: f64 = 262.0 * MM;
/// A cell (一字), which is the size of 三号 too.
pub(crate) const CELL: f64 = (RIGHT - LEFT) / 28.0;
/// How far a line's box reaches above its baseline, in em.
pub(crate) const ASCENT: f64 = 0.88;
/// How far a line's box reaches below its baseline, in em.
pub(crate) const DESCENT: f64 = 0.12;

/// The lines of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grid {
    /// How many there are.
    pub(crate) n_lines: usize,
}

impl Grid {
    /// As the standard has it (5.2.3).
    pub(crate) const USUAL: Grid = Grid { n_lines: 22 };
    /// As close as lines may stand (see pitch.rs).
    pub(crate) const TIGHT: Grid = Grid { n_lines: 23 };

    /// Returns the distance of two baselines (一行).
    pub(crate) fn pitch(self) -> f64 {
        (BOTTOM - TOP - CELL) / (self.n_lines - 1) as f64
    }

    /// Returns a baseline's distance from the first one in lines, so that whole numbers are
    /// on the grid.
    pub(crate) fn row(self, baseline: f64) -> f64 {
        (baseline - TOP - ASCENT * CELL) / self.pitch()
    }
}
