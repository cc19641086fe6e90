//! One unit's study records of one period (学习档案), typed, from the cells of its files.
//!
//! Everything that people write by hand is understood here and nowhere else: which register
//! a sheet is, where its header stands, what a mark or a date means. What cannot be
//! understood becomes a diagnostic and a missing value, never a guess.
//!
//! Knowledge flows one way: `writing` (words and signs), `tables` (where they stand),
//! `registers` and `attendance` (what a row says), and last what joins and compares them.

mod assembly;
mod attendance;
mod calendar;
mod checks;
mod counts;
mod docx;
mod entries;
mod join;
mod left_out;
mod links;
mod markdown;
mod other_period;
mod persons;
mod records;
mod registers;
mod seen;
mod tables;
pub mod texts;
mod unit_name;
mod units;
mod writing;

pub use assembly::{AssembleError, assemble, assemble_with};
pub(crate) use counts::Counts;
pub(crate) use links::nearest_before;
pub use records::{
    Attendance, Deed, Dossier, Essay, EssayKind, Field, Form, HeadCounts, Member, OutreachKind,
    OutreachRecord, OversightKind, OversightRecord, PlanRow, ResearchTopic, Role, Session,
};
pub use seen::{Reading, SheetSeen, survey};
pub use unit_name::unit_identity;
pub use units::{Split, own_rows, split};
pub(crate) use writing::everyone::is_everyone;
pub use writing::mark::Mark;
pub(crate) use writing::squeeze::one_line;
pub use writing::squeeze::squeeze;
pub use writing::state::{State, state, state_of};
pub(crate) use writing::topic::{Topic, plain_topic};
pub use writing::vocabulary::{Register, RegisterColumn, Vocabulary};
