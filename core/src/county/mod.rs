//! The units of a county together, from each unit's published figures.
//!
//! ```text
//! survey = Survey::new(county, period, returns)   // sums, standings, how many units a finding touches
//! document = compose(survey, settings)            // 汇总报告, set by the same stage as a unit's own
//! document = notice(material, figures, worksheet, issuer)   // 反馈意见 to one unit, made with its report
//! ```
//!
//! It reads the figures that the batch wrote, not the registers: so shards of a batch can be
//! joined, and units that have not changed count without being made again.

mod alike;
mod doubts;
mod earlier;
mod figures;
mod guidance;
mod lines;
mod notice;
mod practice;
mod record;
mod report;
mod same;
mod survey;
mod table;
mod total;
mod trend;
mod wording;

pub use alike::{Imprinted, Likeness, imprints};
pub use doubts::doubts_xlsx;
pub use earlier::{Earlier, EarlierUnit};
pub use figures::{UnitFigures, UnitMeasure, UnitState};
pub use guidance::{COUNTY_MEASURES, CountyMeasure, CountyMeasureKey, Reach, Step, steps};
pub use lines::{Change, FOLLOWED, Followed, Line, lines};
pub use notice::{Issuer, notice};
pub use practice::{HIGH_ATTENDANCE, Practice, PracticeKind, PracticeTally, practice_tallies, practices};
pub use record::write_json;
pub use report::{check, compose};
pub use same::{Recorded, Same, recorded};
pub use survey::{CauseTally, IndicatorTally, Missing, ProblemTally, Returns, Standing, Survey};
pub use table::{is_own_table, xlsx};
pub use total::Total;
pub use trend::{Axis, Curve, Kept, Measured, Slot, Trend};
