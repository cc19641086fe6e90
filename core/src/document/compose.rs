//! Puts the document together, section by section.

use crate::document::block::{Attachment, Block, Document};
use crate::document::form::{Form, Format};
use crate::document::length::Draft;
use crate::document::length::{self, Part};
use crate::document::material::{Material, session};
use crate::document::numbering::Numbering;
use crate::document::pages;
use crate::document::sections::plan::Place;
use crate::document::sections::{
    attachments, causes, chosen, own, plan, practice, previous, problems, quarters,
};
use crate::document::supplement::Section;
use crate::document::wording::title;
use crate::document::{format, letterhead, minutes, wording};
use crate::settings::{LENGTH, Settings};

/// Writes the document.
pub fn compose(material: &Material<'_>) -> Document {
    let Material { settings, dossier, date, .. } = *material;
    let format = settings.format;
    let organs = letterhead::organs(settings);
    let form = letterhead::form(settings, format, &organs, date);
    let document = summary(material, &form, organs.first().map_or("", String::as_str));
    // Without a session the pipeline does not come here.
    let minutes_of = session(dossier, settings.session).filter(|_| format == Format::Minutes);
    let Some(session) = minutes_of else { return document };
    let mut form = document.form;
    form.rolls = minutes::rolls(dossier, session);
    Document {
        title: wording::minutes::title(&settings.study_group(), session),
        addressee: None,
        blocks: minutes::blocks(material, session),
        attachments: Vec::new(),
        form,
        ..document
    }
}

/// The most pages of a body of three thousand characters, with its tables.
const MAX_PAGES: usize = 6;
/// What the body is written with: its length, and what stands in it beside sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    chart: bool,
    tasks: Place,
    schedule: Place,
    length: u16,
}

/// Writes the half-year summary and plan. Where it would have too many pages, the schedule goes to
/// the attachments, then the chart, then the table of tasks, then what says least; where that does
/// not help either, as with many words of the office's own, the text stays.
fn summary(material: &Material<'_>, form: &Form, organ: &str) -> Document {
    let length = material.settings.length;
    let most = (MAX_PAGES * usize::from(length)).div_ceil(usize::from(LENGTH)).max(MAX_PAGES);
    let written = |frame| write(material, form, organ, frame);
    let is_short = |document: &Document| pages::n_pages(document) <= most;
    let all = Frame { chart: true, tasks: Place::InText, schedule: Place::InText, length };
    let without_schedule = Frame { schedule: Place::Attached, ..all };
    let without_chart = Frame { chart: false, ..without_schedule };
    let alone = Frame { tasks: Place::Attached, ..without_chart };
    // Whoever wants more than the usual reads of the schedule in the text, too.
    let first = (length <= LENGTH).then_some(all);
    let mut frames = first.into_iter().chain([without_schedule, without_chart]);
    let fitting = |frame| Some((frame, written(frame))).filter(|(_, text)| is_short(text));
    let mut whole = frames.find_map(fitting);
    let mut last = without_chart;
    if whole.is_none() {
        let text = written(alone);
        // One attachment more must not leave the signature a page of its own.
        if pages::leaves_room(&text) {
            last = alone;
            whole = Some((alone, text)).filter(|(_, text)| is_short(text));
        }
    }
    let Some((frame, document)) = whole else {
        return longest(length, &|length| written(Frame { length, ..last }), &is_short)
            .unwrap_or_else(|| written(last));
    };
    // Where the registers hold more than examples of the usual number, a short text tells of more: of
    // two of about one length, that with more to choose from.
    let n_chars = length::n_chars(&document.blocks);
    if n_chars >= usize::from(length) {
        return document;
    }
    let settings = Settings { length: length.saturating_mul(2), ..material.settings.clone() };
    let roomier = Material { settings: &settings, ..*material };
    let fuller = |frame| write(&roomier, form, organ, frame);
    // For it the schedule makes room, too.
    let roomier_frame = Frame { schedule: Place::Attached, ..frame };
    let frames = [frame].into_iter().chain((roomier_frame != frame).then_some(roomier_frame));
    let whole = frames.map(fuller).find(|text| is_short(text));
    let fuller = whole.or_else(|| longest(length, &|length| fuller(Frame { length, ..frame }), &is_short));
    let is_as_long = |text: &Document| {
        let n = length::n_chars(&text.blocks);
        n >= n_chars || n * 100 >= n_chars * 97 && n * 10 >= usize::from(length) * 9
    };
    fuller.filter(is_as_long).unwrap_or(document)
}

/// Returns the longest text that is short enough, of a length that is less than asked for; nothing
/// where half of it is still too long.
fn longest(
    length: u16,
    written: &dyn Fn(u16) -> Document,
    is_short: &dyn Fn(&Document) -> bool,
) -> Option<Document> {
    /// The parts by which a text becomes shorter.
    const PARTS: u16 = 50;
    let mut found = None;
    let (mut least, mut most) = (PARTS / 2, PARTS);
    while least < most {
        let middle = least.midpoint(most);
        let document = written(length / PARTS * middle);
        if is_short(&document) {
            found = Some(document);
            least = middle + 1;
        } else {
            most = middle;
        }
    }
    found
}

/// Writes the half-year summary and plan.
fn write(material: &Material<'_>, form: &Form, organ: &str, frame: Frame) -> Document {
    let Material { settings, dossier, date, .. } = *material;
    let format = settings.format;
    let opening = wording::opening::opening(material);
    let mut numbering = Numbering::default();
    let supplement = material.supplement;
    let mut attached = attachments::all(material);
    // A part in the office's own words has no place for a chart.
    let has_room = frame.chart && !supplement.has(Section::Practice);
    let charts = chosen::charts(material, has_room, &attached, &mut numbering);
    // Tables are numbered in the order in which they are printed, the office's own among them.
    let mut own_tables = own::number_tables(material, Section::Opening, &mut numbering);
    own_tables.extend(own::number_tables(material, Section::Practice, &mut numbering));
    let quarters = quarters::blocks(material, &mut numbering);
    let previous = previous::blocks(material, &mut numbering);
    for section in [Section::Problems, Section::Causes, Section::Plan] {
        own_tables.extend(own::number_tables(material, section, &mut numbering));
    }
    let grounds = plan::Grounds::of(material);
    let places = (frame.tasks, frame.schedule);
    let of_plan = plan::Tables::new(material, &grounds, places, attached.len(), &mut numbering);
    let tables = own::Tables { own: own_tables, of_plan: of_plan.places() };
    let planned: Vec<Attachment> = of_plan.attached().collect();

    let own = |section| own::blocks(material, section, &tables).map(drafts);
    let mut practice = own(Section::Practice).unwrap_or_else(|| drafts(practice::blocks(material, &charts)));
    practice.extend(drafts(quarters));
    // Causes explain the problems that are told: of the office's own the program knows none.
    let causes = || match supplement.has(Section::Problems) {
        true => Vec::new(),
        false => causes::drafts(material),
    };
    let plan = match supplement.has(Section::Plan) {
        true => own_plan(material, &tables, of_plan),
        false => plan::blocks(material, &grounds, of_plan),
    };
    let parts = vec![
        (Part::Opening, own(Section::Opening).unwrap_or_else(|| drafts([Block::Paragraph(opening)]))),
        (Part::Practice, practice),
        (Part::Practice, drafts(previous)),
        (Part::Problems, own(Section::Problems).unwrap_or_else(|| problems::drafts(material))),
        (Part::Causes, own(Section::Causes).unwrap_or_else(causes)),
        (Part::Plan, plan),
    ];
    let mut fitted = length::fit(parts, frame.length).into_iter();
    let mut blocks = fitted.next().unwrap_or_default();
    let has_own = supplement.has(Section::Problems);
    let problems_title =
        if problems::are_told(material) || has_own { title::PROBLEMS } else { title::STRIVING };
    let titles = [
        wording::practice::title(dossier).into(),
        title::previous(dossier.period).into(),
        problems_title.into(),
        title::CAUSES.into(),
        title::plan(dossier.period),
    ];
    let sections = titles.into_iter().zip(fitted).filter(|(_, section)| !section.is_empty());
    for (number, (title, section)) in (1..).zip(sections) {
        blocks.push(Block::heading(title::numbered(number, &title)));
        blocks.extend(section);
    }
    for (kind, bars) in charts.attached {
        let (_, attachment) =
            attached.iter_mut().find(|(other, _)| *other == kind).expect("chosen from these");
        attachments::add_chart(attachment, bars);
    }
    Document {
        unit: dossier.unit.clone(),
        period: dossier.period,
        title: title::title(&settings.study_group(), dossier.period),
        addressee: letterhead::addressee(settings, format),
        blocks,
        attachments: attached.into_iter().map(|(_, attachment)| attachment).chain(planned).collect(),
        organ: organ.to_string(),
        date,
        keywords: keywords(material),
        form: form.clone(),
    }
}

/// Returns the office's own plan, with the program's tables that it has not itself: who does what by
/// when is never lost. The signature is tied to the last paragraph, which the office may have written.
fn own_plan(material: &Material<'_>, tables: &own::Tables, of_plan: plan::Tables) -> Vec<Draft> {
    let mut blocks = own::blocks(material, Section::Plan, tables).unwrap_or_default();
    let own_closing = if own::is_closed(material) { blocks.pop() } else { None };
    let see = of_plan.see().filter(|_| !own::refers_to_plan(material, &tables.own));
    let closing = Block::Paragraph(wording::plan::closing(material.settings.format));
    let mut plan = drafts(blocks);
    plan.extend(see.map(|text| Draft::from(Block::Paragraph(text))));
    plan.extend(of_plan.in_text());
    plan.push(own_closing.unwrap_or(closing).into());
    plan
}

/// Takes a section as it is to be fitted into the length.
fn drafts<D: Into<Draft>>(section: impl IntoIterator<Item = D>) -> Vec<Draft> {
    section.into_iter().map(Into::into).collect()
}

/// Returns the words by which an archive finds the file again.
fn keywords(material: &Material<'_>) -> Vec<String> {
    let dossier = material.dossier;
    let own = [dossier.unit.as_str(), "理论学习中心组"].map(str::to_string);
    let period = format::period(dossier.period).to_string();
    let fixed = [period, "总结".to_string(), "学习计划".to_string()];
    let mut keywords: Vec<String> = own.into_iter().chain(fixed).collect();
    // By number and secrecy an archive files it.
    let letterhead = &material.settings.letterhead;
    if material.settings.format != Format::Plain {
        keywords.extend(letterhead.number.iter().chain(&letterhead.secrecy).cloned());
    }
    for keyword in &material.settings.keywords {
        if !keywords.contains(keyword) {
            keywords.push(keyword.clone());
        }
    }
    keywords
}
