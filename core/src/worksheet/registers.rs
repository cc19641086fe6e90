//! What the registers do not say: those that are missing, and cells that only the office can fill.

use crate::document::format::whole;
use crate::document::text;
use crate::document::wording::list;
use crate::document::{Material, Provenance, Text};
use crate::dossier::{Dossier, Field, Register, Session};
use crate::findings::{Indicator, RuleId, State};
use crate::origin::Origin;
use crate::statistics::Key;
use crate::worksheet::item::{Item, Kind, OFFICE};

/// Returns one item for each register that is not there.
pub(super) fn missing(dossier: &Dossier) -> Vec<Item> {
    let missing = Register::ALL.into_iter().filter(|register| !dossier.has(*register));
    missing
        .map(|register| {
            let (key, silent) = silent_without(register);
            let what = text!("没有找到{register}，正文没有写{silent}。");
            Item::new(Kind::Missing, key, what, "有的补交后重新生成；确实没有建立的，先建立再补记。")
                .by(OFFICE)
        })
        .collect()
}

/// Returns the key of a missing register, and what the document says nothing of.
fn silent_without(register: Register) -> (&'static str, &'static str) {
    match register {
        Register::Attendance | Register::SignIn => ("missing-attendance", "出勤和补学的情况"),
        Register::Roster => ("missing-roster", "成员的职务和分管工作"),
        Register::Sessions => ("missing-sessions", "学习的主题、形式、主持和发言"),
        Register::Essays => ("missing-essays", "心得体会和文章"),
        Register::Plan => ("missing-plan", "计划执行的情况，也没有下一步的按月安排"),
        Register::Research => ("missing-research", "调研课题"),
        Register::Oversight => ("missing-oversight", "督学、评学、考学的情况"),
        Register::Outreach => ("missing-outreach", "宣讲、列席旁听和现场学习"),
        Register::MakeUp => ("missing-make-up", "补学的日期"),
    }
}

/// Returns what is blank in registers that are there, and what could not be reckoned from them.
pub(super) fn gaps(material: &Material<'_>) -> Vec<Item> {
    let dossier = material.dossier;
    let mut items = Vec::new();
    let unknown = material.statistics.get(Key::Unknown);
    if unknown.value.is_some_and(|n| n > 0.0) {
        let n = whole(unknown.origins.len(), Provenance::records("没有标记的考勤", unknown.origins.clone()));
        let what = text!("有{n}人次应到而没有可用的考勤标记，不计作到会，也没有计入其他各类。");
        items.push(
            Item::new(Kind::Asks, "blank-marks", what, "对照签到表补上标记。").at(unknown.origins.clone()),
        );
    }
    if dossier.has(Register::Sessions) {
        items.extend(blank_cells(dossier));
    }
    let undated = dossier.essays.iter().filter(|essay| !essay.submitted.is_known());
    let undated: Vec<Origin> =
        undated.map(|essay| essay.submitted.origin.clone().unwrap_or_else(|| essay.origin.clone())).collect();
    if !undated.is_empty() {
        let n = whole(undated.len(), Provenance::records("没有提交日期的成果", undated.clone()));
        let what = text!("有{n}篇成果没有提交日期，提交时间是否集中只按写明日期的算。");
        items.push(Item::new(Kind::Asks, "undated-essays", what, "补上提交日期。").at(undated));
    }
    items.extend(not_reckoned(material));
    items
}

/// Reads the cell of a session that ought to be filled in: nothing where it is, or where the
/// register has no such column.
type BlankOf = fn(&Session) -> Option<Origin>;

fn blank<T>(field: &Field<T>) -> Option<Origin> {
    field.origin.clone().filter(|_| !field.is_known())
}

/// Returns what is blank in the register of sessions, one item a column.
fn blank_cells(dossier: &Dossier) -> Vec<Item> {
    let columns: [(&'static str, &'static str, BlankOf); 4] = [
        ("session-topic", "学习主题", |session| blank(&session.topic)),
        ("session-form", "学习形式", |session| blank(&session.form_text)),
        ("session-host", "主持人", |session| blank(&session.host)),
        ("session-hours", "时长", |session| blank(&session.hours)),
    ];
    let item = |(key, what, blank): (&'static str, &'static str, BlankOf)| {
        let cells: Vec<Origin> = dossier.sessions.iter().filter_map(blank).collect();
        let n = whole(cells.len(), Provenance::records("没有填写的学习", cells.clone()));
        let sentence = text!("有{n}次集中学习没有填写{what}。");
        (n.n > 0).then(|| Item::new(Kind::Asks, key, sentence, text!("补上{what}。")).at(cells))
    };
    columns.into_iter().filter_map(item).collect()
}

/// Returns the cells that an indicator is reckoned from, where they are not all that its register is
/// about.
fn made_of(rule: RuleId) -> Option<&'static str> {
    Some(match rule {
        RuleId::ExaminationTurnout => "督学评学考学台账的应考人数和参考人数",
        RuleId::UniformScores => "督学评学考学台账中逐人的考学成绩",
        RuleId::ScoredRecords => "督学评学考学台账中评学、考学的成绩",
        RuleId::LateRecords => "集中学习情况统计表的记录日期或学习计划的制定日期",
        RuleId::SubmissionLag => "心得体会目录的对应学习主题和提交日期",
        RuleId::AbsencesMadeUp => "已到补学期限的缺课",
        RuleId::PlanKept => "学习计划和集中学习情况统计表的学习主题",
        RuleId::LeaderHosting => "集中学习情况统计表的主持人",
        RuleId::SessionLength => "集中学习情况统计表的时长",
        RuleId::NumericTargets => "学习计划的量化目标",
        RuleId::ForeignPlaces => "单位名称或主送机关写明的县名",
        _ => return None,
    })
}

/// Returns sessions that nobody came to, as the marks have it.
pub(super) fn deserted(material: &Material<'_>) -> Option<Item> {
    let dossier = material.dossier;
    let is_deserted = |(at, session): &(usize, &Session)| {
        let (n, of) = material.statistics.sessions[*at].tally.attendance_rate();
        session.marked && n == 0 && of > 0
    };
    let sessions = dossier.sessions.iter().enumerate().filter(is_deserted);
    let cells: Vec<Origin> = sessions.map(|(_, session)| session.origin.clone()).collect();
    let n = whole(cells.len(), Provenance::records("无人到会的学习", cells.clone()));
    let what = text!("有{n}次集中学习的考勤标记中没有人到会，正文仍计作集中学习。");
    let to_do = "核对考勤标记；确实没有召开的，删去这次学习。";
    (n.n > 0).then(|| Item::new(Kind::Doubts, "deserted-sessions", what, to_do).at(cells))
}

/// Names the indicators whose register is there, but does not hold what they are reckoned from.
fn not_reckoned(material: &Material<'_>) -> Option<Item> {
    let is_open = |indicator: &&Indicator| {
        let has_registers = indicator.rule.id.registers().iter().all(|one| material.dossier.has(*one));
        indicator.state == State::NoData && has_registers && !indicator.limit.is_off
    };
    let name = |indicator: &Indicator| match made_of(indicator.rule.id) {
        Some(cells) => text!("{}（要有{cells}）", indicator.rule.name),
        None => indicator.rule.name.into(),
    };
    let names: Vec<Text> = material.findings.indicators.iter().filter(is_open).map(name).collect();
    let what = text!("现有台账算不出或不需要算：{}。", list(&names));
    let to_do = "有数据而没有登记的，补上相应的栏目；确实没有发生的，不必处理。";
    (!names.is_empty()).then(|| Item::new(Kind::Asks, "not-reckoned", what, Text::from(to_do)))
}
