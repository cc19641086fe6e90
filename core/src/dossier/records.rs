//! The records of one unit and period, each value with the cell that it was read from.

use std::sync::Arc;

use time::Date;

use crate::dossier::writing::mark::Mark;
use crate::dossier::writing::state::{self, State};
use crate::dossier::writing::vocabulary::Register;
use crate::origin::{Origin, Place};
use crate::period::Period;

/// A value together with the cell it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<T> {
    /// The value; absent where the cell is blank, unreadable, or has no column.
    pub value: Option<T>,
    /// The cell; absent where the register has no such column.
    pub origin: Option<Origin>,
}

impl<T> Default for Field<T> {
    fn default() -> Field<T> {
        Field { value: None, origin: None }
    }
}

impl<T> Field<T> {
    /// Returns the cell where it holds a usable value.
    pub fn evidence(&self) -> Option<Origin> {
        self.value.as_ref().and(self.origin.clone())
    }

    /// Returns whether a usable value is there.
    pub fn is_known(&self) -> bool {
        self.value.is_some()
    }
}

impl Field<String> {
    /// Returns the text, empty where there is none.
    pub fn text(&self) -> &str {
        self.value.as_deref().unwrap_or("")
    }
}

/// What a cell says of whether something was done, with how that is understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// The words as written; absent where the cell is blank, and without an origin where the
    /// register has no such column.
    pub written: Field<String>,
    /// How it stands by them; unknown where they are not understood or absent.
    pub state: State,
}

impl Default for Deed {
    fn default() -> Deed {
        Deed { written: Field::default(), state: State::Unknown }
    }
}

impl Deed {
    /// Returns whether it was done; what is not understood was not.
    pub fn is_done(&self) -> bool {
        self.state == State::Yes
    }

    /// Returns whether it could have been done, and whether it was is known: the register asks for
    /// it, it was needed, and what the cell says is understood. A blank cell says that there is no
    /// record of it.
    pub fn is_asked(&self) -> bool {
        self.has_column() && self.state != State::NotNeeded && !self.is_unclear()
    }

    /// Returns whether something is written of it from which nobody can tell whether it was done.
    pub fn is_unclear(&self) -> bool {
        self.state == State::Unknown && self.written.value.is_some()
    }

    /// Returns whether it is said not to be done yet.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, State::No | State::UnderWay)
    }

    /// Returns whether the register has the column.
    pub fn has_column(&self) -> bool {
        self.written.origin.is_some()
    }

    /// Returns the cell.
    pub fn origin(&self) -> Option<Origin> {
        self.written.origin.clone()
    }

    /// Returns what was done, in words; nothing where it was not, or the cell only ticks it off.
    pub fn content(&self) -> Option<&Field<String>> {
        let text = self.written.value.as_deref().filter(|_| self.is_done())?;
        (!state::is_word(text)).then_some(&self.written)
    }
}

/// All records of one unit in one period.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The unit's name, such as `清溪镇`.
    pub unit: String,
    /// The period reported on.
    pub period: Period,
    /// Which register was read from which sheet, in file order.
    pub registers: Vec<(Register, Arc<Place>)>,
    /// Everybody on the roster; without one, everybody in the attendance register.
    pub members: Vec<Member>,
    /// Collective study sessions of the period, by date.
    pub sessions: Vec<Session>,
    /// One entry for each person and session that the attendance register has a cell for.
    pub attendance: Vec<Attendance>,
    /// Essays, articles and research reports of the period, in register order.
    pub essays: Vec<Essay>,
    /// Plan rows of the period and of the one after it.
    pub plan: Vec<PlanRow>,
    /// Research topics.
    pub research: Vec<ResearchTopic>,
    /// Oversight, review and examination records of the period.
    pub oversight: Vec<OversightRecord>,
    /// What was done beside the sessions, in the period.
    pub outreach: Vec<OutreachRecord>,
}

impl Dossier {
    /// Returns whether a register of this kind was found; sign-in sheets are attendance too.
    pub fn has(&self, register: Register) -> bool {
        let serves = |found: Register| match register {
            Register::Attendance => matches!(found, Register::Attendance | Register::SignIn),
            _ => found == register,
        };
        self.registers.iter().any(|(found, _)| serves(*found))
    }

    /// Returns the records of attendance that have a mark: what people are told was read.
    pub fn marked(&self) -> impl Iterator<Item = &Attendance> {
        self.attendance.iter().filter(|record| record.mark.is_some())
    }

    /// Returns the members who count (组长、副组长、成员), with their position in the list.
    pub fn counted_members(&self) -> impl Iterator<Item = (usize, &Member)> {
        self.members.iter().enumerate().filter(|(_, member)| member.role.counts())
    }

    /// Returns the position of the member with this name.
    pub fn member_named(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name == name)
    }

    /// Returns the plan rows due in the given period.
    pub fn plan_of(&self, period: Period) -> impl Iterator<Item = &PlanRow> {
        self.plan.iter().filter(move |row| row.due.is_some_and(|due| period.contains(due)))
    }
}

/// A person's part in the group (art. 5–7 of the study rules; 组长 is the 书记).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// 组长.
    Leader,
    /// 副组长.
    Deputy,
    /// 成员.
    Member,
    /// 学习秘书; serves the group, does not count.
    Secretary,
    /// 列席; attends, does not count.
    Observer,
}

impl Role {
    /// Returns whether the person enters denominators.
    pub fn counts(self) -> bool {
        matches!(self, Role::Leader | Role::Deputy | Role::Member)
    }

    /// Returns the role's name.
    pub fn name(self) -> &'static str {
        match self {
            Role::Leader => "组长",
            Role::Deputy => "副组长",
            Role::Member => "成员",
            Role::Secretary => "秘书",
            Role::Observer => "列席",
        }
    }
}

/// A person of the group.
#[derive(Debug, Clone)]
pub struct Member {
    /// The name, without padding.
    pub name: String,
    /// The post (职务).
    pub position: Field<String>,
    /// The part in the group.
    pub role: Role,
    /// The area of responsibility (分管领域).
    pub duty: Field<String>,
    /// First day in post, where it is stated.
    pub from: Option<Date>,
    /// Last day in post, where it is stated.
    pub until: Option<Date>,
    /// The cell with the name.
    pub origin: Origin,
}

impl Member {
    /// Returns whether the person is in post on that day.
    pub fn in_post(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }

    /// Returns whether the person is in post on any day of the period.
    pub fn in_post_during(&self, period: Period) -> bool {
        self.from.is_none_or(|from| from <= period.last_day())
            && self.until.is_none_or(|until| period.first_day() <= until)
    }
}

/// The form that a session or a plan row takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// 集体学习研讨, the main form (art. 9).
    Seminar,
    /// 传达学习, 领学: reading out.
    Relay,
    /// 专题辅导, 讲座.
    Lecture,
    /// 现场教学, 参观.
    Visit,
    /// 观看影像.
    Film,
    /// 个人自学.
    SelfStudy,
    /// 专题调研.
    Fieldwork,
    /// Anything else, such as a plain 集中学习.
    Other,
}

/// A collective study session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The day.
    pub date: Date,
    /// The cell that gives the day in the session register, else in the attendance register.
    pub origin: Origin,
    /// The topic.
    pub topic: Field<String>,
    /// The content (学习内容).
    pub content: Field<String>,
    /// The place.
    pub place: Field<String>,
    /// The form as written.
    pub form_text: Field<String>,
    /// The form as understood; absent where none is written.
    pub form: Option<Form>,
    /// Who chaired it.
    pub host: Field<String>,
    /// The key speakers (重点发言人).
    pub speakers: Field<Vec<String>>,
    /// The lecturer (主讲/辅导人).
    pub lecturer: Field<String>,
    /// The length in hours.
    pub hours: Field<f64>,
    /// What was done about it (贯彻措施).
    pub follow_up: Deed,
    /// Whether it was held within another meeting (套开).
    pub joint: Deed,
    /// The review given at the session (点评).
    pub review: Deed,
    /// The day on which the record was made (记录日期).
    pub recorded: Field<Date>,
    /// Head counts as stated in the session register.
    pub stated: HeadCounts,
    /// Whether the session register has a row for it.
    pub registered: bool,
    /// Whether the attendance register has a column for it.
    pub marked: bool,
}

/// Head counts of one session as the register states them.
#[derive(Debug, Clone, Default)]
pub struct HeadCounts {
    /// 应到.
    pub due: Field<u32>,
    /// 实到.
    pub present: Field<u32>,
    /// 请假.
    pub leave: Field<u32>,
    /// 缺席.
    pub absent: Field<u32>,
    /// 公差.
    pub on_duty: Field<u32>,
    /// 补学.
    pub made_up: Field<u32>,
    /// 列席.
    pub observers: Field<u32>,
    /// 参学率 or 出勤率, as a share.
    pub rate: Field<f64>,
    /// How far rounding may have moved the rate.
    pub rate_slack: f64,
}

/// A person's mark at a session.
#[derive(Debug, Clone)]
pub struct Attendance {
    /// Position in [`Dossier::members`].
    pub member: usize,
    /// Position in [`Dossier::sessions`].
    pub session: usize,
    /// The mark; absent where the cell is blank or unreadable.
    pub mark: Option<Mark>,
    /// Why somebody who made up for the session was not there, where a register says so.
    pub missed: Option<Mark>,
    /// The day on which the session was made up for, where it is said.
    pub made_up_on: Field<Date>,
    /// The cell; that of the session where a register has no row for the person.
    pub origin: Origin,
}

/// What kind of writing an entry of the essay index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EssayKind {
    /// 心得体会.
    Reflection,
    /// 理论文章.
    Article,
    /// 调研报告.
    Report,
}

/// An entry of the essay index.
#[derive(Debug, Clone)]
pub struct Essay {
    /// The author's name.
    pub author: String,
    /// The cell that names the author.
    pub named: Origin,
    /// Position in [`Dossier::members`], where the author is known.
    pub member: Option<usize>,
    /// The title.
    pub title: Field<String>,
    /// The study topic it answers.
    pub topic: Field<String>,
    /// Position in [`Dossier::sessions`] of the session with that topic.
    pub session: Option<usize>,
    /// Its kind.
    pub kind: EssayKind,
    /// Its length in characters.
    pub n_chars: Field<f64>,
    /// The day it was handed in.
    pub submitted: Field<Date>,
    /// Where it was published or what became of it.
    pub published: Deed,
    /// The name of the file with its text (文件名).
    pub file: Field<String>,
    /// Its text, where the folder holds it.
    pub text: Option<Arc<str>>,
    /// The cell that stands for the entry (its title, else its author).
    pub origin: Origin,
}

/// A row of the study plan.
#[derive(Debug, Clone)]
pub struct PlanRow {
    /// The first day of the planned month, or of the first of several.
    pub first: Option<Date>,
    /// The last day by which it is due (the end of the planned month or quarter).
    pub due: Option<Date>,
    /// The time as it is to be shown, such as `7月`.
    pub when: Field<String>,
    /// The topic.
    pub topic: Field<String>,
    /// The content.
    pub content: Field<String>,
    /// The form as written.
    pub form_text: Field<String>,
    /// The form as understood.
    pub form: Option<Form>,
    /// The lecturer or key speakers.
    pub speaker: Field<String>,
    /// The responsible unit.
    pub responsible: Field<String>,
    /// Who takes part.
    pub participants: Field<String>,
    /// The place.
    pub place: Field<String>,
    /// The numeric target.
    pub target: Field<String>,
    /// The day on which the row was drawn up (制定日期).
    pub drawn_up: Field<Date>,
    /// The cell that stands for the row.
    pub origin: Origin,
}

/// A research topic (调研课题).
#[derive(Debug, Clone)]
pub struct ResearchTopic {
    /// The title.
    pub title: Field<String>,
    /// Who leads it.
    pub owner: Field<String>,
    /// The area of responsibility.
    pub duty: Field<String>,
    /// When it is to be finished, as written.
    pub due_text: Field<String>,
    /// The last day by which it is to be finished.
    pub due: Option<Date>,
    /// Whether it is finished (状态).
    pub status: Deed,
    /// The form of its result.
    pub result: Field<String>,
    /// What became of the result (转化应用).
    pub applied: Deed,
    /// The cell that stands for the row.
    pub origin: Origin,
}

impl ResearchTopic {
    /// Returns whether its state says that it is finished.
    pub fn is_finished(&self) -> bool {
        self.status.is_done()
    }

    /// Returns whether it was finished by a day: the register holds a state and no day, so of what
    /// was due later nobody knows when it was reached.
    pub fn is_finished_by(&self, day: Date) -> bool {
        self.is_finished() && self.due.is_none_or(|due| due <= day)
    }
}

/// The three kinds of oversight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OversightKind {
    /// 督学.
    Supervision,
    /// 评学.
    Review,
    /// 考学.
    Examination,
}

/// A record of 督学, 评学 or 考学.
#[derive(Debug, Clone)]
pub struct OversightRecord {
    /// The day.
    pub date: Field<Date>,
    /// The kind.
    pub kind: OversightKind,
    /// Who or what was looked at.
    pub subject: Field<String>,
    /// How.
    pub method: Field<String>,
    /// Score or grade as written.
    pub result: Field<String>,
    /// The problem raised (问题): a yes where there is one.
    pub problem: Deed,
    /// Whether the problem was put right (整改).
    pub rectified: Deed,
    /// How the result was used (结果运用).
    pub used: Deed,
    /// Whether the result went to those who judge cadres, by the same words.
    pub passed_on: State,
    /// 应考人数.
    pub n_due: Field<u32>,
    /// 参考人数.
    pub n_examined: Field<u32>,
    /// The cell that stands for the row.
    pub origin: Origin,
}

impl OversightRecord {
    /// Returns whether it is of this kind and of the group itself: what is done for those below
    /// is guidance, and no 督学 of the group.
    pub fn is_own(&self, kind: OversightKind) -> bool {
        self.kind == kind && !self.is_of_those_below()
    }

    /// Returns whether it found a problem that ought to be put right and is not.
    pub fn is_open(&self) -> bool {
        self.problem.is_done() && self.rectified.is_asked() && !self.rectified.is_done()
    }

    /// Returns whether it is a 督学 of those below: 对象 is a village, a branch or another
    /// organisation that the group guides, and nobody of the group itself.
    pub fn is_of_those_below(&self) -> bool {
        const BELOW: [&str; 9] = ["村", "社区", "支部", "总支", "基层", "下级", "下属", "站所", "居委会"];
        const OWN: [&str; 4] = ["中心组", "全体成员", "班子", "本级"];
        let subject = self.subject.text();
        self.kind == OversightKind::Supervision
            && BELOW.iter().any(|word| subject.contains(word))
            && !OWN.iter().any(|word| subject.contains(word))
    }
}

/// What the group did beside its own sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutreachKind {
    /// 第一议题: studied as the first item of a committee's meeting.
    FirstItem,
    /// 读书班.
    ReadingClass,
    /// 宣讲.
    Talk,
    /// 列席旁听, 指导下级: sitting in on the study of those below, and guiding it.
    Guidance,
    /// 现场学习.
    FieldStudy,
    /// 述学: members report on their own study.
    Account,
}

impl OutreachKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [OutreachKind; 6] = [
        OutreachKind::FirstItem,
        OutreachKind::ReadingClass,
        OutreachKind::FieldStudy,
        OutreachKind::Talk,
        OutreachKind::Guidance,
        OutreachKind::Account,
    ];
}

/// A row of the register of what was done beside the sessions (宣讲和指导台账).
#[derive(Debug, Clone)]
pub struct OutreachRecord {
    /// The day.
    pub date: Field<Date>,
    /// The kind.
    pub kind: OutreachKind,
    /// Who spoke, led or guided.
    pub speaker: Field<String>,
    /// For or with whom, or where.
    pub subject: Field<String>,
    /// On what.
    pub topic: Field<String>,
    /// How many times; one where nothing is stated.
    pub n_times: Field<u32>,
    /// How many persons.
    pub n_persons: Field<u32>,
    /// The cell that stands for the row.
    pub origin: Origin,
}

impl OutreachRecord {
    /// Returns how many times the row stands for.
    pub fn times(&self) -> u64 {
        self.n_times.value.map_or(1, u64::from)
    }
}
