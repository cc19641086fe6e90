//! The table of a county's units, for its office's screen: what became of each, how it stands, what
//! changed, and what can be fetched of it. Everything is said in words for people.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::batch::{Counting, County, Lines, Plan, UnitLine};
use crate::county::{Change, Line};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::format;
use crate::period::Period;
use crate::serve::county_pack::{CHECKLIST, COUNTY_FILES, Kind, Packed, UNIT_FILES};

/// So many units are named in one sentence.
const MAX_NAMED: usize = 12;
/// So many sentences are said of several units.
const MAX_MATTERS: usize = 40;
/// Of one unit's files, so many faults are told; the checklist has them all.
const MAX_COMPLAINTS: usize = 3;
/// The most characters of one.
const MAX_CHARS: usize = 160;

/// What became of a unit, for the county's office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It has a report.
    Made,
    /// Its files allow none.
    NotMade,
    /// It filed nothing.
    NothingFiled,
}

impl State {
    fn of(line: &UnitLine) -> State {
        match line.counting {
            Counting::NothingFiled => State::NothingFiled,
            Counting::NotMade => State::NotMade,
            // One that the list leaves out may have failed, too.
            _ if line.record.sha256.is_empty() => State::NotMade,
            _ => State::Made,
        }
    }

    fn name(self) -> &'static str {
        match self {
            State::Made => "有报告",
            State::NotMade => "没有生成",
            State::NothingFiled => "没有报送",
        }
    }
}

/// A file that can be fetched.
#[derive(Serialize)]
struct Offer {
    kind: &'static str,
    name: &'static str,
}

impl Offer {
    fn new(kind: &Kind) -> Offer {
        Offer { kind: kind.key, name: kind.name }
    }
}

/// What is known of a county that was made.
pub(super) struct Known<'a> {
    /// What was planned.
    pub plan: &'a Plan,
    /// What became of the units.
    pub lines: &'a Lines,
    /// What was packed.
    pub packed: &'a Packed,
    /// What became of the county's own report.
    pub county: &'a County,
    /// The first faults of each unit's files, by the names of the unit's files.
    pub complaints: &'a BTreeMap<String, Vec<String>>,
}

/// The table.
#[derive(Serialize)]
pub(super) struct Table<'a> {
    /// The period that was counted, in words.
    period: Option<String>,
    /// The period with which it is compared.
    before: Option<String>,
    /// How many units came to what, and how many files were packed.
    counts: Value,
    /// The county's own files.
    files: Vec<Offer>,
    /// What several units have to do with, and what is no unit.
    matters: Vec<String>,
    /// What there is to say of the county's report.
    notes: Vec<String>,
    /// The units, in the order of the plan.
    units: Units<'a>,
}

impl Table<'_> {
    /// Counts, and gathers what is said of several units.
    pub(super) fn new<'a>(known: &'a Known<'a>) -> Table<'a> {
        let Known { plan, lines, packed, county, .. } = known;
        let units = lines.units.iter();
        let n = |state| units.clone().filter(|line| State::of(line) == state).count();
        let n_counted = units.clone().filter(|line| matches!(line.counting, Counting::Counted(_))).count();
        let county_files = COUNTY_FILES.iter().filter(|kind| packed.span(kind.end).is_some());
        Table {
            period: lines.period.map(name),
            before: lines.earlier.map(name),
            counts: json!({
                "units": lines.units.len(),
                "made": n(State::Made),
                "not-made": n(State::NotMade),
                "nothing-filed": n(State::NothingFiled),
                "counted": n_counted,
                "files": packed.n_files(),
            }),
            files: county_files.map(Offer::new).collect(),
            matters: matters(plan, lines),
            notes: notes(county),
            units: Units { known, shared: Shared::of(lines) },
        }
    }
}

/// The units, written one by one: of a whole province there may be many.
struct Units<'a> {
    known: &'a Known<'a>,
    shared: Shared<'a>,
}

impl Serialize for Units<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let units = self.known.lines.units.iter().enumerate();
        serializer.collect_seq(units.map(|(n, line)| unit(self.known, &self.shared, n, line)))
    }
}

/// What units have alike, by their positions.
#[derive(Default)]
struct Shared<'a> {
    /// Registers, and the units that have them.
    registers: BTreeMap<usize, Vec<&'a (String, Vec<usize>)>>,
    /// How many essays share much with another unit's.
    n_alike: BTreeMap<usize, usize>,
}

impl Shared<'_> {
    fn of(lines: &Lines) -> Shared<'_> {
        let mut shared = Shared::default();
        for same in &lines.same {
            for n in &same.1 {
                shared.registers.entry(*n).or_default().push(same);
            }
        }
        for (n, _) in lines.alike.iter().flatten() {
            *shared.n_alike.entry(*n).or_default() += 1;
        }
        shared
    }
}

fn name(period: Period) -> String {
    format::period(period).to_string()
}

/// Names units, as many as one reads.
fn named<'a>(lines: &Lines, units: impl Iterator<Item = &'a usize> + Clone) -> String {
    let names: Vec<&str> = units.clone().take(MAX_NAMED).map(|at| lines.units[*at].record.name()).collect();
    let more = units.skip(MAX_NAMED).count();
    let names = names.join("、");
    if more == 0 { names } else { format!("{names}等 {} 个单位", MAX_NAMED + more) }
}

fn unit(known: &Known<'_>, shared: &Shared<'_>, n: usize, line: &UnitLine) -> Value {
    let record = &line.record;
    let state = State::of(line);
    let told = known.complaints.get(&record.file);
    let told = told.into_iter().flatten().filter(|told| !record.reason.contains(told.as_str()));
    let made = UNIT_FILES.iter().filter(|kind| known.packed.span(&kind.of(&record.file)).is_some());
    // Whatever was read of a unit has its checklist.
    let checklist = Some(&CHECKLIST).filter(|_| known.complaints.contains_key(&record.file));
    let counted = match &line.counting {
        Counting::Counted(counted) => Some(counted),
        _ => None,
    };
    let mut unit = json!({
        "n": n,
        "unit": record.name(),
        "folder": record.own_name.as_ref().map(|_| &record.unit),
        "state": state,
        "state-name": state.name(),
        "reason": first_line(&record.reason),
        "errors": record.errors,
        "warnings": record.warnings,
        "pages": record.pages,
        "complaints": told.collect::<Vec<&String>>(),
        "remarks": remarks(known.lines, shared, n, line),
        "files": made.chain(checklist).map(Offer::new).collect::<Vec<Offer>>(),
    });
    if let (Some(unit), Some(counted)) = (unit.as_object_mut(), counted) {
        unit.extend(standing(counted));
    }
    unit
}

/// Says how a unit stands among the others, and against itself.
fn standing(line: &Line) -> Map<String, Value> {
    let figures = line.figures.iter().map(|figure| {
        json!({
            "key": figure.key.name(),
            "name": figure.key.title(),
            "value": figure.value,
            "text": figure.text,
        })
    });
    let change = line.change.as_ref().map(|Change { rank, n_flagged, new, mended, unrecorded }| {
        json!({ "rank": rank, "flagged": n_flagged, "new": new, "mended": mended, "unrecorded": unrecorded })
    });
    let standing = json!({
        "rank": line.rank,
        "flagged": line.n_flagged,
        "measured": line.n_measured,
        "to-mend": line.to_mend,
        "aside": line.aside,
        "figures": figures.collect::<Vec<Value>>(),
        "before": change,
    });
    match standing {
        Value::Object(standing) => standing,
        _ => Map::new(),
    }
}

/// Says what is to be known of a unit beside its figures.
fn remarks(lines: &Lines, shared: &Shared<'_>, n: usize, line: &UnitLine) -> Vec<String> {
    let mut remarks = Vec::new();
    match line.counting {
        Counting::OtherPeriod(period) => remarks.push(format!("报送的是{}，没有计入全县", name(period))),
        Counting::Unlisted => remarks.push("不在应报送的名单里，没有计入全县".to_string()),
        Counting::Nothing => remarks.push("全县没有汇总，没有名次".to_string()),
        Counting::Counted(ref line) if line.rank.is_none() => {
            remarks.push("有记录的指标不到一半，不排名次".to_string());
        }
        Counting::Counted(_) | Counting::NothingFiled | Counting::NotMade => {}
    }
    for (register, units) in shared.registers.get(&n).into_iter().flatten() {
        let others = named(lines, units.iter().filter(|at| **at != n));
        remarks.push(format!("{register}与{others}的完全相同"));
    }
    if let Some(alike) = shared.n_alike.get(&n) {
        remarks.push(format!("有 {alike} 篇文章与别的单位的文字重合，待核实"));
    }
    remarks
}

/// Says what several units have to do with, and what is no unit.
fn matters(plan: &Plan, lines: &Lines) -> Vec<String> {
    let twice = plan.alike.iter().map(|(name, folders)| {
        format!("有 {} 个单位都叫{name}（文件夹：{}），请留下一个", folders.len(), folders.join("、"))
    });
    let same = lines.same.iter().map(|(register, units)| {
        let named = named(lines, units.iter());
        format!("{named}的{register}完全相同，多半是放错了文件，合计里算了 {} 次", units.len())
    });
    let alike = lines.alike.iter().map(|essays| {
        let units: BTreeSet<usize> = essays.iter().map(|(at, _)| *at).collect();
        let named = named(lines, units.iter());
        format!("{named}有文字重合的文章 {} 篇，待核实，见汇总工作底稿", essays.len())
    });
    let idle = (!plan.idle.is_empty())
        .then(|| format!("没有台账、不算单位的文件夹 {} 个：{}", plan.idle.len(), plan.idle.join("、")));
    let shared = plan.shared.diagnostics.iter().filter(|one| one.severity != Severity::Note).map(told);
    let all = twice.chain(same).chain(idle).chain(shared).chain(alike);
    let mut told: Vec<String> = all.take(MAX_MATTERS + 1).collect();
    if told.len() > MAX_MATTERS {
        told[MAX_MATTERS] = "还有别的，见汇总工作底稿和各单位的详情".to_string();
    }
    told
}

/// Says what there is to say of the county's own report, but for what the units' lines say.
fn notes(county: &County) -> Vec<String> {
    match county {
        County::NotDue => Vec::new(),
        County::Made { diagnostics, .. } => {
            let own = diagnostics.iter().filter(|one| one.key != "same-registers");
            own.map(|one| one.message.clone()).collect()
        }
        County::Failed(reason) => vec![format!("没有生成：{reason}")],
    }
}

/// Returns the first faults of a unit's files, errors before warnings, each kind once with its count.
pub(super) fn complaints(diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut found: Vec<(&Diagnostic, usize)> = Vec::new();
    for severity in [Severity::Error, Severity::Warning] {
        for one in diagnostics.iter().filter(|one| one.severity == severity) {
            let known =
                found.iter_mut().find(|(first, _)| (first.key, first.severity) == (one.key, severity));
            match known {
                Some((_, n)) => *n += 1,
                None => found.push((one, 1)),
            }
        }
    }
    let words = |(one, n): (&Diagnostic, usize)| match n {
        1 => told(one),
        n => format!("{}（同类 {n} 处）", told(one)),
    };
    found.into_iter().take(MAX_COMPLAINTS).map(words).collect()
}

/// Says a fault with its place, as one line of bounded length.
fn told(one: &Diagnostic) -> String {
    let place = one.spot.as_ref().map(|spot| format!("{spot}：")).unwrap_or_default();
    clipped(&format!("{place}{}", one.message))
}

/// Returns a reason's first line without the severity.
fn first_line(reason: &str) -> String {
    let line = reason.lines().next().unwrap_or_default();
    clipped(line.strip_prefix("错误").unwrap_or(line).trim_start_matches(['：', ' ']))
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        None => text.to_string(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
