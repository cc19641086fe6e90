//! How a run of text lies on its page: upright, turned by quarters, widened or narrowed.

use typst::layout::Transform;

/// Ratios closer than this are the same.
const SAME: f64 = 1e-6;

/// The part of a transform that moves nothing: `x' = ax + cy`, `y' = bx + dy`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Turn {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Turn {
    /// Splits a transform into how a text lies and by how much its size changes, if it lies
    /// along an edge of the page and not in a mirror.
    pub(crate) fn of(transform: Transform) -> Option<(Turn, f64)> {
        let [a, b, c, d] = [transform.sx, transform.ky, transform.kx, transform.sy].map(|ratio| {
            let ratio = ratio.get();
            if ratio.abs() < SAME { 0.0 } else { ratio }
        });
        let is_along_an_edge = (b == 0.0 && c == 0.0) || (a == 0.0 && d == 0.0);
        if !is_along_an_edge || a * d - b * c <= 0.0 {
            return None;
        }
        // What is the same in both directions is the size's.
        let scale = c.hypot(d);
        let ratio = |value: f64| {
            let value = value / scale;
            if (value.abs() - 1.0).abs() < SAME { value.signum() } else { value }
        };
        Some((Turn { a: ratio(a), b: ratio(b), c: ratio(c), d: ratio(d) }, scale))
    }

    /// Returns whether it changes nothing.
    pub(crate) fn is_none(self) -> bool {
        self == Turn { a: 1.0, b: 0.0, c: 0.0, d: 1.0 }
    }

    /// Turns a vector.
    pub(crate) fn apply(self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }

    /// Turns a vector back.
    pub(crate) fn undo(self, (x, y): (f64, f64)) -> (f64, f64) {
        let determinant = self.a * self.d - self.b * self.c;
        ((self.d * x - self.c * y) / determinant, (self.a * y - self.b * x) / determinant)
    }

    /// Returns the matrix as attributes have it. It never shifts: readers add the shift to each
    /// step.
    pub(crate) fn matrix(self) -> String {
        let number = |value: f64| {
            let text = format!("{value:.6}");
            let text = text.trim_end_matches('0').trim_end_matches('.');
            if text == "-0" { "0".to_string() } else { text.to_string() }
        };
        format!("{} {} {} {} 0 0", number(self.a), number(self.b), number(self.c), number(self.d))
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Angle, Ratio};

    use super::*;

    /// Shows how a text lies that is first scaled, then turned.
    fn shown(x: f64, y: f64, degrees: f64) -> String {
        let scaled = Transform::scale(Ratio::new(x), Ratio::new(y));
        let turned = Transform::rotate(Angle::deg(degrees)).pre_concat(scaled);
        match Turn::of(turned) {
            Some((turn, scale)) => {
                let there = turn.undo(turn.apply((3.0, 4.0)));
                assert!((there.0 - 3.0).hypot(there.1 - 4.0) < 1e-9);
                format!("{}; {scale:.2}", turn.matrix())
            }
            None => "none".to_string(),
        }
    }

    #[test]
    fn texts_lie_along_the_edges() {
        assert_eq!(shown(1.0, 1.0, 0.0), "1 0 0 1 0 0; 1.00");
        assert_eq!(shown(1.0, 1.0, 90.0), "0 1 -1 0 0 0; 1.00");
        assert_eq!(shown(1.0, 1.0, -90.0), "0 -1 1 0 0 0; 1.00");
        assert_eq!(shown(1.0, 1.0, 180.0), "-1 0 0 -1 0 0; 1.00");
        assert_eq!(shown(2.0, 2.0, 0.0), "1 0 0 1 0 0; 2.00");
        assert_eq!(shown(0.75, 1.5, 0.0), "0.5 0 0 1 0 0; 1.50");
        assert_eq!(shown(0.8, 1.0, -90.0), "0 -0.8 1 0 0 0; 1.00");
        assert_eq!(shown(1.0, 1.0, 30.0), "none");
        assert_eq!(shown(-1.0, 1.0, 0.0), "none");
        assert_eq!(shown(0.0, 1.0, 0.0), "none");
    }
}
