//! The county's own files, from the figures that the units' reports left in the output folder.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::batch::keep::{COUNTY_FILES, FIGURES, REPORT, TABLE, WORKSHEET};
use crate::batch::names::Listed;
use crate::batch::record::{Record, Status, Summary, is_nothing_filed};
use crate::batch::{keep, output, sha256};
use crate::bounded;
use crate::county::{self, Earlier, Missing, Returns, Survey, UnitFigures};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::dossier::unit_identity;
use crate::findings::Limits;
use crate::folder::in_words;
use crate::pages::{self, Engine};
use crate::pdf::{self, RenderOptions};
use crate::settings::{self, Settings};

/// The most characters of a unit's name and of the reason why it has no report.
const MAX_CHARS: usize = 200;

/// What became of the county's own report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum County {
    /// It was not to be made: a shard knows only its own units, a stopped run not all of them.
    NotDue,
    /// It was made.
    Made {
        /// Its pages.
        n_pages: usize,
        /// What there is to say about its configuration and pages.
        diagnostics: Vec<Diagnostic>,
    },
    /// It could not be made, and why.
    Failed(String),
}

/// Writes 汇总表.xlsx and 汇总报告.pdf with its figures; whatever keeps them from being made is
/// told, and nothing half-made is left.
pub(super) fn write(engine: &Engine, out: &Path, summary: &Summary) -> County {
    make(engine, out, summary).unwrap_or_else(|error| {
        let mut reason = in_words(&error);
        if let Err(error) = remove(out) {
            reason += &format!("；旧文件未能删除（{}）", in_words(&error));
        }
        County::Failed(reason)
    })
}

fn make(engine: &Engine, out: &Path, summary: &Summary) -> io::Result<County> {
    // Its report is by far the largest of all, and shares little with the units'.
    pages::forget();
    let configuration = configuration(out);
    let Gathered { mut returns, unlisted, twice, .. } = gather(out, summary, &configuration)?;
    if let Some(reason) = twice {
        return Ok(County::Failed(reason));
    }
    let stated = configuration.as_ref().ok().and_then(|configuration| configuration.settings.period);
    // Before the units are counted together, which takes them: there may be many.
    let period = Survey::period_of(&returns.units, stated).filter(|_| configuration.is_ok());
    let table = county::xlsx(&returns.units, &returns.missing, period, out).map_err(io::Error::other)?;
    output::write(&out.join(TABLE), &table)?;
    drop(table);
    spell_out(engine, &mut returns);
    let made = configuration.and_then(|mut configuration| {
        configuration.diagnostics.extend(left_out(&unlisted));
        let (survey, unused) = configuration.survey(returns)?;
        configuration.diagnostics.extend(unused);
        Report::of(&configuration.settings, survey, configuration.diagnostics)
    });
    let written = made.map(|report| report.write(engine, out));
    let county = match written {
        Ok(written) => written?,
        Err(reason) => County::Failed(reason),
    };
    if matches!(county, County::Failed(_)) {
        [FIGURES, WORKSHEET].iter().try_for_each(|name| output::remove(&out.join(name)))?;
    }
    Ok(county)
}

/// What the units' reports left, read again.
pub(super) struct Gathered<'a> {
    /// What a survey is made of.
    pub returns: Returns,
    /// The records of the units in it, in the same order.
    pub counted: Vec<&'a Record>,
    /// The records of the units that the county's list leaves out.
    pub unlisted: Vec<&'a Record>,
    /// Why nothing was gathered: one unit would count twice.
    pub twice: Option<String>,
}

/// Reads what the reports of the units left that the county counts.
pub(super) fn gather<'a>(
    out: &Path,
    summary: &'a Summary,
    configuration: &Result<Configuration, String>,
) -> io::Result<Gathered<'a>> {
    let listed = configuration.as_ref().map(|configuration| Listed::new(&configuration.units));
    let listed = listed.unwrap_or_default();
    let (records, unlisted): (Vec<&Record>, Vec<&Record>) =
        summary.records.iter().partition(|record| listed.counts(&record.unit, record.own_name.as_ref()));
    let twice = counted_twice(&records);
    let mut gathered = Gathered { returns: Returns::default(), counted: Vec::new(), unlisted, twice };
    if gathered.twice.is_some() {
        return Ok(gathered);
    }
    let returns = &mut gathered.returns;
    for record in records {
        if record.status == Status::Failed {
            returns.missing.push(not_made(record));
            continue;
        }
        let figures = figures(out, record)?;
        let kept = keep::read(out, &record.file).filter(|kept| kept.record.sha256 == record.sha256);
        let kept = kept.ok_or_else(|| again(&record.unit, "的记录没有了，或与报告不同"))?;
        if !kept.essays.is_empty() {
            returns.essays.push((returns.units.len(), kept.essays));
        }
        returns.registers.push((returns.units.len(), kept.registers));
        returns.units.push(figures);
        gathered.counted.push(record);
    }
    Ok(gathered)
}

/// Says which names several units bear: counted together, one unit would count twice.
fn counted_twice(records: &[&Record]) -> Option<String> {
    let mut by_name: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    for record in records {
        by_name.entry(unit_identity(record.name())).or_default().push(record);
    }
    let told = by_name.values().filter(|records| records.len() > 1).map(|records| {
        let folders: Vec<&str> = records.iter().map(|record| record.unit.as_str()).collect();
        format!("有 {} 个单位都叫 {}（{}）", records.len(), records[0].name(), folders.join("、"))
    });
    let told: Vec<String> = told.collect();
    let hint = "留下一个文件夹，或把名称（配置里的 unit）写对，再运行一次";
    (!told.is_empty()).then(|| format!("{}，合计会重复计算；{hint}", told.join("；")))
}

/// Names the units that the county's list leaves out.
fn left_out(unlisted: &[&Record]) -> Option<Diagnostic> {
    let names: Vec<&str> = unlisted.iter().map(|record| record.name()).collect();
    let message =
        || format!("units 里没有的单位 {} 个，没有计入全县的报告和汇总表：{}", names.len(), names.join("、"));
    (!names.is_empty()).then(|| Diagnostic::note("unlisted-units", message()))
}

/// Says that a unit must be made again.
fn again(what: &str, why: &str) -> io::Error {
    io::Error::other(format!("{what} {why}，再运行一次 batch，会重做这个单位"))
}

/// Reads a unit's figures, if they are those that were written with its report.
fn figures(out: &Path, record: &Record) -> io::Result<UnitFigures> {
    let name = format!("{}.json", record.file);
    let wrong = |why: String| again(&name, &why);
    let bytes = bounded::read(&out.join(&name), keep::MAX_BYTES)
        .map_err(|error| wrong(format!("读不出来（{}）", in_words(&error))))?;
    if sha256::of(&bytes) != record.figures_sha256 {
        return Err(wrong("与生成时的不同".to_string()));
    }
    UnitFigures::parse(&bytes).map_err(|error| wrong(error.to_string()))
}

/// Writes characters that no face has as their numbers: a unit that could not be made because
/// of one must not keep the county's report from being made.
fn spell_out(engine: &Engine, returns: &mut Returns) {
    let Returns { units, missing, essays, .. } = returns;
    let mut texts: Vec<&mut String> = units.iter_mut().map(|unit| &mut unit.unit).collect();
    texts.extend(missing.iter_mut().flat_map(|missing| [&mut missing.unit, &mut missing.reason]));
    texts.extend(essays.iter_mut().flat_map(|(_, essays)| essays).map(|essay| &mut essay.title));
    let all = texts.iter().flat_map(|text| text.chars()).filter(|c| pages::is_printed(*c)).collect();
    let rare = engine.uncovered(all);
    if rare.is_empty() {
        return;
    }
    for text in texts {
        let spell =
            |c: char| if rare.contains(&c) { format!("U+{:04X}", u32::from(c)) } else { c.to_string() };
        *text = text.chars().map(spell).collect();
    }
}

/// Removes the county's files of an earlier run, which must not pass for this one's.
pub(super) fn remove(out: &Path) -> io::Result<()> {
    COUNTY_FILES.iter().try_for_each(|name| {
        let told = |error: io::Error| io::Error::other(format!("{name}：{}", in_words(&error)));
        output::remove(&out.join(name)).map_err(told)
    })
}

/// Returns a unit without a report, its reason as one line without the severity.
fn not_made(record: &Record) -> Missing {
    let line = record.reason.lines().next().unwrap_or_default();
    let reason = line.strip_prefix("错误").unwrap_or(line).trim_start_matches(['：', ' ']);
    Missing {
        unit: clipped(record.name()),
        reason: without_values(reason),
        is_empty: is_nothing_filed(&record.reason),
    }
}

/// Returns a reason without what was found in the cells, which may be a person's name.
fn without_values(reason: &str) -> String {
    let part = |(n, part): (usize, &str)| if n % 2 == 1 { "某值".to_string() } else { part.to_string() };
    clipped(&reason.split('`').enumerate().map(part).collect::<String>())
}

/// Returns the start of a text that is longer than a table has room for.
fn clipped(text: &str) -> String {
    if text.chars().count() <= MAX_CHARS {
        return text.to_string();
    }
    text.chars().take(MAX_CHARS).chain(['…']).collect()
}

/// What the county's report is made by.
pub(super) struct Configuration {
    /// The settings.
    settings: Settings,
    /// What there is to say about them.
    diagnostics: Vec<Diagnostic>,
    /// The county's name.
    name: String,
    /// Figures of earlier periods.
    earlier: Vec<String>,
    /// The units that are to be counted; all of them where none is listed.
    units: Vec<String>,
}

/// Reads the configuration that the run kept.
pub(super) fn configuration(out: &Path) -> Result<Configuration, String> {
    let kept =
        keep::read_county(out).map_err(|error| format!("没有找到全县的配置（{}）", in_words(&error)))?;
    if let Some(reason) = kept.unreadable {
        return Err(reason);
    }
    if let Some(damage) = kept.damages.first() {
        let first = damage.lines().next().unwrap_or_default();
        return Err(format!("各单位共用的表读不出来，单位不全（{first}）"));
    }
    let units = settings::outline(&kept.layers()).units;
    let settled = kept.settle().map_err(|error| error.to_string())?;
    let (settings, mut diagnostics) = (settled.settings, settled.diagnostics);
    if settings.county.is_none() {
        let message = format!("全县的配置里没有写县名，报告里用的是文件夹的名称 `{}`", kept.folder);
        let note = Diagnostic::note("county-unnamed", message);
        diagnostics.push(note.hint("在全县的 banxin.toml 写 county = \"青山县\"，换成自己的县名"));
    }
    let name = settings.county.clone().unwrap_or(kept.folder);
    Ok(Configuration { settings, diagnostics, name, earlier: kept.earlier, units })
}

impl Configuration {
    /// Counts the units together; says which figures of earlier periods were of no use.
    pub(super) fn survey(&self, returns: Returns) -> Result<(Survey, Vec<Diagnostic>), String> {
        let survey = Survey::new(&self.name, self.settings.period, returns);
        let mut survey = survey.ok_or("没有一个单位的数据可以汇总")?;
        let (earlier, unused) = Earlier::of_county(&self.earlier, &survey.county, survey.period);
        survey.earlier = earlier;
        Ok((survey, unused))
    }
}

/// What is made of the units together. Their figures are given up before the pages are set: those of
/// a whole country and the pages take a hundred megabytes each.
struct Report {
    survey: Survey,
    document: Document,
    options: RenderOptions,
    limits: Limits,
    worksheet: Option<Vec<u8>>,
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Composes the report, and what is to be looked into.
    fn of(settings: &Settings, survey: Survey, mut diagnostics: Vec<Diagnostic>) -> Result<Report, String> {
        let checked = county::check(&survey, settings);
        if let Some(refusing) = checked.iter().find(|diagnostic| diagnostic.refuses()) {
            return Err(refusing.to_string());
        }
        diagnostics.extend(checked);
        let limits = Limits::new(&settings.rules).map_err(|error| error.to_string())?;
        let document = county::compose(&survey, settings, &limits);
        Ok(Report {
            options: RenderOptions { standards: settings.standards.clone(), ..RenderOptions::default() },
            worksheet: county::doubts_xlsx(&survey).map_err(|error| error.to_string())?,
            survey,
            document,
            limits,
            diagnostics,
        })
    }

    /// Sets the pages, and writes all of it.
    fn write(self, engine: &Engine, out: &Path) -> io::Result<County> {
        let Report { survey, document, options, limits, worksheet, mut diagnostics } = self;
        if let Some(worksheet) = worksheet {
            output::write(&out.join(WORKSHEET), &worksheet)?;
        }
        output::write_by(&out.join(FIGURES), |file| {
            let mut file = BufWriter::new(file);
            county::write_json(&survey, document.date, &limits, &mut file)?;
            file.flush()
        })?;
        drop(survey);
        let rendered = pdf::render(engine, &document, &options);
        let pdf = match rendered.output {
            Ok(pdf) => pdf,
            Err(error) => return Ok(County::Failed(error.to_string())),
        };
        output::write(&out.join(REPORT), &pdf.bytes)?;
        diagnostics.extend(rendered.diagnostics);
        Ok(County::Made { n_pages: pdf.pages.len(), diagnostics })
    }
}
