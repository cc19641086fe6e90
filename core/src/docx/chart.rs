//! Charts as Word's own, drawn from numbers that can be edited, no pictures.

use crate::document::{Bar, Bars, Text};
use crate::docx::faces::{Faces, Role};
use crate::docx::scale::Scale;
use crate::docx::xml::{HEAD, escape};

/// The tones of bars, as the pages print them.
const PLAIN: &str = "DBDBDB";
const STRONG: &str = "525252";

/// Bars of one tone, or those that stand at one place of every group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// What they mean.
    pub name: String,
    /// The number of each group; none where another series has its bar.
    pub values: Vec<Option<f64>>,
    /// What is printed above each.
    texts: Vec<String>,
    /// Whether they stand out.
    is_strong: bool,
    /// Whether the legend says what they mean.
    is_told: bool,
}

/// A chart's numbers, as table and drawing have them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numbers {
    /// The words below each group of bars, a line each.
    pub labels: Vec<Vec<String>>,
    /// The bars.
    pub series: Vec<Series>,
    /// The scale.
    pub scale: Scale,
    /// What the line to compare with is called.
    pub reference: Option<String>,
    /// Whether what is printed above bars is what the scale writes.
    is_exact: bool,
}

impl Numbers {
    /// Takes the numbers out of a chart.
    pub(super) fn new(bars: &Bars) -> Numbers {
        let read = Scale::read(bars);
        let is_exact = read.is_some();
        let scale = read.unwrap_or_else(|| Scale::in_hundredths(bars));
        let n_series = usize::from(bars.n_series.max(1));
        let groups = || bars.bars.chunks(n_series);
        let labels = groups().map(|group| group[0].label.iter().map(Text::to_string).collect());
        let has_both = bars.bars.iter().any(|bar| bar.strong) && bars.bars.iter().any(|bar| !bar.strong);
        let series = if n_series == 1 && has_both {
            [false, true].map(|tone| of_tone(bars, &scale, tone)).to_vec()
        } else {
            (0..n_series).map(|at| at_place(bars, &scale, n_series, at)).collect()
        };
        let reference = bars.reference.as_ref().map(|tick| tick.label.to_string());
        Numbers { labels: labels.collect(), series, scale, reference, is_exact }
    }
}

/// Returns what bars of a tone mean, and whether the legend says it.
fn meaning(bars: &Bars, is_strong: bool) -> (String, bool) {
    let entry = bars.legend.iter().find(|entry| entry.strong == is_strong);
    entry.map_or_else(|| (bars.caption.to_string(), false), |entry| (entry.label.to_string(), true))
}

/// Returns the bars of one tone, where each group is one bar.
fn of_tone(bars: &Bars, scale: &Scale, is_strong: bool) -> Series {
    let (name, is_told) = meaning(bars, is_strong);
    let of = |(bar, value): (&Bar, &f64)| (bar.strong == is_strong).then_some(*value);
    Series {
        name,
        values: bars.bars.iter().zip(&scale.values).map(of).collect(),
        texts: bars.bars.iter().map(|bar| bar.value.to_string()).collect(),
        is_strong,
        is_told,
    }
}

/// Returns the bars at one place of every group.
fn at_place(bars: &Bars, scale: &Scale, n_series: usize, at: usize) -> Series {
    let mine: Vec<(&Bar, &f64)> = bars.bars.iter().zip(&scale.values).skip(at).step_by(n_series).collect();
    let is_strong = mine.first().is_some_and(|(bar, _)| bar.strong);
    let (name, is_told) = meaning(bars, is_strong);
    Series {
        name,
        values: mine.iter().map(|(_, value)| Some(**value)).collect(),
        texts: mine.iter().map(|(bar, _)| bar.value.to_string()).collect(),
        is_strong,
        is_told,
    }
}

/// Returns a chart as a part of the file.
pub(super) fn chart(numbers: &Numbers, has_legend: bool, faces: &Faces) -> String {
    let Numbers { series, scale, reference, .. } = numbers;
    let words = words(faces);
    // Bars of both tones stand at the same places, so that each group is one bar.
    let is_split = series.iter().any(|one| one.values.iter().any(Option::is_none));
    let overlap = if is_split { 100 } else { 0 };
    let bars: String =
        series.iter().enumerate().map(|(at, one)| bar_series(numbers, at, one, &words)).collect();
    let line = match (reference, scale.reference) {
        (Some(name), Some(at)) => line_chart(numbers, name, at, &words),
        _ => String::new(),
    };
    // The legend tells tones: not the line, which is named at its end.
    let untold = series.iter().map(|one| one.is_told).chain(reference.is_some().then_some(false));
    let untold = untold.enumerate().filter(|(_, is_told)| !is_told);
    let hidden: String = untold
        .map(|(at, _)| format!("<c:legendEntry><c:idx val=\"{at}\"/><c:delete val=\"1\"/></c:legendEntry>"))
        .collect();
    let legend = if has_legend {
        format!("<c:legend><c:legendPos val=\"b\"/>{hidden}<c:overlay val=\"0\"/>{words}</c:legend>")
    } else {
        String::new()
    };
    format!(
        "{HEAD}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:roundedCorners val=\"0\"/>\
         <c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/>\
         <c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>{bars}<c:gapWidth val=\"70\"/><c:overlap val=\"{overlap}\"/>\
         <c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>{line}{}{}</c:plotArea>{legend}<c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{words}\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        category_axis(&words),
        value_axis(scale, &words),
    )
}

/// Returns the look of words in a chart: 小五 of the face of figures.
fn words(faces: &Faces) -> String {
    let face = faces.name(Role::Figures);
    format!(
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"900\" b=\"0\"><a:latin typeface=\"{face}\"/>\
         <a:ea typeface=\"{face}\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>"
    )
}

/// A thin black line.
const OUTLINE: &str = "<a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln>";

/// What a label of a bar or line shows.
fn shown(value: bool, series: bool) -> String {
    let (value, series) = (u8::from(value), u8::from(series));
    format!(
        "<c:showLegendKey val=\"0\"/><c:showVal val=\"{value}\"/><c:showCatName val=\"0\"/><c:showSerName val=\"{series}\"/>\
         <c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>"
    )
}

/// The column of the table that a series stands in; the labels stand in the first.
fn column(at: usize) -> char {
    char::from(b'B' + u8::try_from(at).unwrap_or(0).min(24))
}

/// Returns the name of a series, with its cell.
fn name(at: usize, name: &str) -> String {
    format!(
        "<c:tx><c:strRef><c:f>Sheet1!${}$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt>\
         </c:strCache></c:strRef></c:tx>",
        column(at),
        escape(name)
    )
}

/// Returns the labels below the axis, with their cells.
fn categories(numbers: &Numbers) -> String {
    let n = numbers.labels.len();
    let label = |(at, lines): (usize, &Vec<String>)| {
        let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
        format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", lines.join("&#10;"))
    };
    let points: String = numbers.labels.iter().enumerate().map(label).collect();
    format!(
        "<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${}</c:f><c:strCache><c:ptCount val=\"{n}\"/>{points}</c:strCache></c:strRef></c:cat>",
        n + 1
    )
}

/// Returns numbers, with their cells.
fn values(at: usize, numbers: &[Option<f64>], format: &str) -> String {
    let point = |(at, value): (usize, &Option<f64>)| {
        value.map_or(String::new(), |value| format!("<c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt>"))
    };
    let points: String = numbers.iter().enumerate().map(point).collect();
    let (n, column) = (numbers.len(), column(at));
    format!(
        "<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${}</c:f><c:numCache><c:formatCode>{}</c:formatCode>\
         <c:ptCount val=\"{n}\"/>{points}</c:numCache></c:numRef></c:val>",
        n + 1,
        escape(format)
    )
}

/// Returns bars with what is printed above them.
fn bar_series(numbers: &Numbers, at: usize, series: &Series, look: &str) -> String {
    let colour = if series.is_strong { STRONG } else { PLAIN };
    let format = &numbers.scale.value_format;
    // Words that are no number of the scale stand above their bars as they are.
    let own_words = |(at, text): (usize, &String)| {
        format!(
            "<c:dLbl><c:idx val=\"{at}\"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang=\"zh-CN\" sz=\"900\"/><a:t>{}</a:t></a:r></a:p>\
             </c:rich></c:tx><c:dLblPos val=\"outEnd\"/>{}</c:dLbl>",
            escape(text),
            shown(true, false)
        )
    };
    let has_bar = |(at, _): &(usize, &String)| series.values.get(*at).is_some_and(Option::is_some);
    let own: String = if numbers.is_exact {
        String::new()
    } else {
        series.texts.iter().enumerate().filter(has_bar).map(own_words).collect()
    };
    format!(
        "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/>{}<c:spPr><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>\
         {OUTLINE}</c:spPr><c:invertIfNegative val=\"0\"/><c:dLbls>{own}<c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/>\
         <c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{look}<c:dLblPos val=\"outEnd\"/>{}</c:dLbls>{}{}</c:ser>",
        name(at, &series.name),
        escape(format),
        shown(true, false),
        categories(numbers),
        values(at, &series.values, format),
    )
}

/// Returns the dashed line to compare with, which is named at its end.
fn line_chart(numbers: &Numbers, label: &str, at: f64, look: &str) -> String {
    let n = numbers.labels.len();
    let order = numbers.series.len();
    format!(
        "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/><c:ser><c:idx val=\"{order}\"/>\
         <c:order val=\"{order}\"/>{}<c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>\
         <a:prstDash val=\"dash\"/></a:ln></c:spPr><c:marker><c:symbol val=\"none\"/></c:marker>\
         <c:dLbls><c:dLbl><c:idx val=\"{}\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{look}<c:dLblPos val=\"r\"/>{}</c:dLbl>{}</c:dLbls>\
         {}{}<c:smooth val=\"0\"/></c:ser><c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>",
        name(order, label),
        n.saturating_sub(1),
        shown(false, true),
        shown(false, false),
        categories(numbers),
        values(order, &vec![Some(at); n], "General"),
    )
}

/// Returns the axis below the bars.
fn category_axis(words: &str) -> String {
    format!(
        "<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:spPr>{OUTLINE}</c:spPr>{words}<c:crossAx val=\"2\"/>\
         <c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"50\"/>\
         <c:noMultiLvlLbl val=\"1\"/></c:catAx>"
    )
}

/// Returns the upright axis, which shows no numbers where the chart has none of one unit.
fn value_axis(scale: &Scale, words: &str) -> String {
    let hidden = u8::from(scale.step.is_none());
    let step = scale.step.map_or(String::new(), |step| format!("<c:majorUnit val=\"{step}\"/>"));
    format!(
        "<c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:max val=\"{}\"/><c:min val=\"0\"/></c:scaling>\
         <c:delete val=\"{hidden}\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"4445\"><a:solidFill>\
         <a:srgbClr val=\"A6A6A6\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/>\
         <c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>\
         <c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{words}<c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/>\
         <c:crossBetween val=\"between\"/>{step}</c:valAx>",
        scale.top,
        escape(&scale.tick_format),
    )
}
