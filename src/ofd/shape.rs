//! Lines, boxes and curves: what one path object of an OFD holds.
//!
//! A path's boundary clips it, and a flat one is refused; a rule's is exactly its ink.

use typst::layout::{Point, Transform};
use typst::visualize::{CurveItem, FillRule, FixedStroke, Geometry, LineCap, LineJoin, Shape};

use crate::ofd::error::{OfdError, Unsupported};
use crate::ofd::paint::Colour;

/// Ratios closer than this are the same.
const SAME: f64 = 1e-6;

/// A path on a page, all in points from its corner.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    /// How it is drawn.
    pub(crate) steps: Vec<Step>,
    /// What it is filled with.
    pub(crate) fill: Option<Colour>,
    /// Whether what lies within an even number of its parts stays empty.
    pub(crate) is_even_odd: bool,
    /// How its outline is drawn.
    pub(crate) stroke: Option<Stroke>,
    /// The box around its ink: left, top, right, bottom.
    pub(crate) boundary: [f64; 4],
}

/// A step of a path.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// Starts a part.
    Move((f64, f64)),
    /// Draws a line.
    Line((f64, f64)),
    /// Draws a cubic curve.
    Cubic([(f64, f64); 3]),
    /// Closes the part.
    Close,
}

/// How an outline is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Stroke {
    pub(crate) colour: Colour,
    /// Its width in points.
    pub(crate) width: f64,
    /// How lines end, unless they just do.
    pub(crate) cap: Option<&'static str>,
    /// How lines meet, unless in a corner.
    pub(crate) join: Option<&'static str>,
    /// How long a corner may be, in widths.
    pub(crate) miter_limit: f64,
    /// Lengths of dashes and gaps in points; none is a whole line.
    pub(crate) dashes: Vec<f64>,
    /// Where in the pattern it starts.
    pub(crate) dash_offset: f64,
}

/// Returns a shape that a transform has put onto the page; nothing where it shows no ink.
pub(crate) fn path(shape: &Shape, transform: Transform) -> Result<Option<Path>, OfdError> {
    let refuse = |what: Unsupported| OfdError::unsupported(what, "");
    let on_page = |point: Point| {
        let point = point.transform(transform);
        (point.x.to_pt(), point.y.to_pt())
    };
    let steps = steps(&shape.geometry, on_page);
    let fill = shape.fill.as_ref().map(Colour::of).transpose().map_err(refuse)?;
    let stroke =
        shape.stroke.as_ref().map(|stroke| of_stroke(stroke, transform)).transpose().map_err(refuse)?;
    let [left, top, right, bottom] = bounds(&steps);
    // A stroke without a dash reaches half its width beyond the points, a corner further.
    let beyond = stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
    let (mut sideways, mut upright) = (beyond, beyond);
    if let (Geometry::Line(_), None) = (&shape.geometry, stroke.as_ref().and_then(|stroke| stroke.cap)) {
        // A level rule does not reach beyond its ends, nor does an upright one.
        if bottom - top < SAME {
            sideways = 0.0;
        } else if right - left < SAME {
            upright = 0.0;
        }
    }
    if let (Geometry::Curve(_), Some(stroke)) = (&shape.geometry, &stroke) {
        (sideways, upright) = (beyond * stroke.miter_limit, beyond * stroke.miter_limit);
    }
    let boundary = [left - sideways, top - upright, right + sideways, bottom + upright];
    let is_flat = boundary[2] - boundary[0] < SAME || boundary[3] - boundary[1] < SAME;
    if is_flat || (fill.is_none() && stroke.is_none()) {
        return Ok(None);
    }
    let is_even_odd = matches!(shape.fill_rule, FillRule::EvenOdd);
    Ok(Some(Path { steps, fill, is_even_odd, stroke, boundary }))
}

/// Returns the steps of a geometry on the page.
fn steps(geometry: &Geometry, on_page: impl Fn(Point) -> (f64, f64)) -> Vec<Step> {
    match geometry {
        Geometry::Line(to) => vec![Step::Move(on_page(Point::zero())), Step::Line(on_page(*to))],
        Geometry::Rect(size) => {
            let corner = |x, y| on_page(Point::new(x, y));
            let none = Point::zero();
            vec![
                Step::Move(on_page(none)),
                Step::Line(corner(size.x, none.y)),
                Step::Line(corner(size.x, size.y)),
                Step::Line(corner(none.x, size.y)),
                Step::Close,
            ]
        }
        Geometry::Curve(curve) => {
            let step = |item: &CurveItem| match item {
                CurveItem::Move(to) => Step::Move(on_page(*to)),
                CurveItem::Line(to) => Step::Line(on_page(*to)),
                CurveItem::Cubic(first, second, to) => Step::Cubic([*first, *second, *to].map(&on_page)),
                CurveItem::Close => Step::Close,
            };
            curve.0.iter().map(step).collect()
        }
    }
}

/// Returns the box around all points: left, top, right, bottom.
fn bounds(steps: &[Step]) -> [f64; 4] {
    let points = steps.iter().flat_map(|step| match step {
        Step::Move(to) | Step::Line(to) => vec![*to],
        Step::Cubic(points) => points.to_vec(),
        Step::Close => Vec::new(),
    });
    points.fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[left, top, right, bottom], (x, y)| {
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    })
}

/// Returns how an outline is drawn on the page.
fn of_stroke(stroke: &FixedStroke, transform: Transform) -> Result<Stroke, Unsupported> {
    let scale = transform.sx.get().hypot(transform.ky.get());
    if (scale - transform.kx.get().hypot(transform.sy.get())).abs() > SAME {
        return Err(Unsupported::Transform);
    }
    let dash = stroke.dash.as_ref();
    Ok(Stroke {
        colour: Colour::of(&stroke.paint)?,
        width: stroke.thickness.to_pt() * scale,
        cap: match stroke.cap {
            LineCap::Butt => None,
            LineCap::Round => Some("Round"),
            LineCap::Square => Some("Square"),
        },
        join: match stroke.join {
            LineJoin::Miter => None,
            LineJoin::Round => Some("Round"),
            LineJoin::Bevel => Some("Bevel"),
        },
        miter_limit: stroke.miter_limit.get(),
        dashes: dash.map(|dash| dash.array.iter().map(|d| d.to_pt() * scale).collect()).unwrap_or_default(),
        dash_offset: dash.map_or(0.0, |dash| dash.phase.to_pt() * scale),
    })
}
