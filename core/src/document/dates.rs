//! The document's own date (成文日期), and whether it agrees with the dates the document tells of.
//!
//! A date nobody stated is derived so that it agrees; what is stated is kept, and where it
//! contradicts the registers or the plan, that is said as a warning.

use time::{Date, Duration};

use crate::diagnostic::Diagnostic;
use crate::document::form::Format;
use crate::document::material::session;
use crate::dossier::Dossier;
use crate::period::Period;
use crate::settings::Settings;

/// The dates about a document that must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// The date that the document bears: the stated one, else the session's own day for minutes
    /// and the day after the period's last for everything else.
    pub document: Date,
    /// The stated one.
    stated: Option<Date>,
    /// The day of the session that minutes are of; none for everything else.
    session: Option<Date>,
    /// The day of printing (印发日期), where it is stated.
    printed_on: Option<Date>,
}

impl Dates {
    /// Finds the dates of a unit's document.
    pub fn new(settings: &Settings, dossier: &Dossier) -> Dates {
        let is_minutes = settings.format == Format::Minutes;
        let session = session(dossier, settings.session).filter(|_| is_minutes).map(|session| session.date);
        Dates {
            document: date_in(settings.date.or(session), dossier.period),
            stated: settings.date,
            session,
            printed_on: settings.letterhead.printed_on,
        }
    }

    /// Finds the dates of a report on the period alone: a county's.
    pub fn of_period(settings: &Settings, period: Period) -> Dates {
        Dates {
            document: date_in(settings.date, period),
            stated: settings.date,
            session: None,
            printed_on: settings.letterhead.printed_on,
        }
    }

    /// Warns where a stated date contradicts another, each time with both.
    pub fn check(&self, dossier: &Dossier) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if let Some(date) = self.stated {
            found.extend(match self.session {
                Some(session) => (date < session).then(|| too_early(date, "所记学习的日期", session)),
                None => of_report(date, dossier),
            });
        }
        found.extend(self.of_printing());
        found
    }

    /// As [`Dates::check`], of a report on the period alone.
    pub fn check_period(&self, period: Period) -> Vec<Diagnostic> {
        let of_report = self.stated.and_then(|date| of_period(date, period));
        of_report.into_iter().chain(self.of_printing()).collect()
    }

    /// Compares the day of printing with the document's date.
    fn of_printing(&self) -> Option<Diagnostic> {
        let date = self.document;
        let printed_on = self.printed_on.filter(|printed_on| *printed_on < date)?;
        let message = format!("印发日期 {printed_on} 早于成文日期 {date}");
        Some(warning(message, "核对 printed-on 和 date"))
    }
}

/// Returns the date of a document on a period: the one known, else the day after the last.
pub fn date_in(known: Option<Date>, period: Period) -> Date {
    known.unwrap_or_else(|| period.last_day() + Duration::days(1))
}

/// Compares a stated date with the sessions told of, the period summed up, and the plan.
fn of_report(date: Date, dossier: &Dossier) -> Option<Diagnostic> {
    let period = dossier.period;
    // Before the last session it is before the period's end too: one of them says it.
    if let Some(last) = dossier.sessions.iter().map(|session| session.date).max()
        && date < last
    {
        return Some(too_early(date, "报告所列最后一次学习的日期", last));
    }
    of_period(date, period)
}

/// Compares a stated date with the period summed up and the plan.
fn of_period(date: Date, period: Period) -> Option<Diagnostic> {
    if date < period.last_day() {
        return Some(too_early(date, "报告期的最后一天", period.last_day()));
    }
    // Before that, measures are put off until after the document's date.
    let last_due = period.next().last_day();
    let message = || format!("成文日期 {date} 已到或超过下期措施的最后时限 {last_due}");
    (date >= last_due).then(|| warning(message(), "核对成文日期和报告期，命令行上用 --date 和 --period"))
}

fn too_early(date: Date, what: &str, other: Date) -> Diagnostic {
    warning(
        format!("成文日期 {date} 早于{what} {other}"),
        "核对成文日期和报告期，命令行上用 --date 和 --period",
    )
}

fn warning(message: String, hint: &str) -> Diagnostic {
    Diagnostic::warning("date-order", message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::assemble;
    use crate::settings::{Asked, Layer, settle};
    use crate::source::Source;
    use crate::workbook;

    /// Compares the warnings on a configuration, and the document's date.
    #[track_caller]
    fn check(toml: &str, session: Option<&str>, date: &str, expected: &[&str]) {
        let text = format!("period = \"2020H1\"\n{toml}");
        let asked = Asked { session: session.map(str::to_string), ..Asked::default() };
        let settings =
            settle(&[Layer { file: "banxin.toml".into(), text }], &asked).expect("usable").settings;
        let text = "姓名,职务,2月3日,6月12日\n张三,书记,√,√\n李四,委员,√,√\n";
        let source = Source { name: "考勤表.csv".into(), bytes: text.into() };
        let workbook = workbook::read(0, &source).output.expect("text is readable");
        let dossier =
            assemble(&[workbook], "清溪镇", settings.period).output.expect("an attendance register");
        let dates = Dates::new(&settings, &dossier);
        assert_eq!(dates.document.to_string(), date, "{toml}");
        let found = dates.check(&dossier);
        assert!(found.iter().all(|diagnostic| diagnostic.key == "date-order"));
        let found: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(found, expected, "{toml}");
    }

    #[test]
    fn a_countys_dates_are_held_against_its_period() {
        let check = |toml: &str, expected: &[&str]| {
            let layer = Layer { file: "banxin.toml".into(), text: toml.into() };
            let settings = settle(&[layer], &Asked::default()).expect("usable").settings;
            let period = "2020H1".parse().expect("a period");
            let found = Dates::of_period(&settings, period).check_period(period);
            let found: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            assert_eq!(found, expected, "{toml}");
        };
        check("", &[]);
        check("date = \"2020-09-01\"", &[]);
        check("date = \"2020-06-29\"", &["成文日期 2020-06-29 早于报告期的最后一天 2020-06-30"]);
        check("date = \"2021-01-04\"", &["成文日期 2021-01-04 已到或超过下期措施的最后时限 2020-12-31"]);
        check("[letterhead]\nprinted-on = \"2020-06-30\"", &["印发日期 2020-06-30 早于成文日期 2020-07-01"]);
    }

    #[test]
    fn dates_nobody_stated_are_in_order() {
        check("", None, "2020-07-01", &[]);
        check("profile = \"report\"", None, "2020-07-01", &[]);
        check("profile = \"minutes\"", None, "2020-06-12", &[]);
        check("profile = \"minutes\"", Some("2020-02-03"), "2020-02-03", &[]);
    }

    #[test]
    fn stated_dates_out_of_order() {
        let printed = "[letterhead]\nprinted-on = ";
        check("date = \"2020-07-03\"", None, "2020-07-03", &[]);
        check("date = \"2020-06-30\"", None, "2020-06-30", &[]);
        check("date = \"2020-12-30\"", None, "2020-12-30", &[]);
        check(
            "date = \"2020-06-11\"",
            None,
            "2020-06-11",
            &["成文日期 2020-06-11 早于报告所列最后一次学习的日期 2020-06-12"],
        );
        check(
            "date = \"2020-06-12\"",
            None,
            "2020-06-12",
            &["成文日期 2020-06-12 早于报告期的最后一天 2020-06-30"],
        );
        check(
            "date = \"2020-12-31\"",
            None,
            "2020-12-31",
            &["成文日期 2020-12-31 已到或超过下期措施的最后时限 2020-12-31"],
        );
        check(
            "profile = \"minutes\"\ndate = \"2020-02-02\"",
            Some("2020-02-03"),
            "2020-02-02",
            &["成文日期 2020-02-02 早于所记学习的日期 2020-02-03"],
        );
        check("profile = \"minutes\"\ndate = \"2020-02-03\"", Some("2020-02-03"), "2020-02-03", &[]);
        check(&format!("{printed}\"2020-07-01\""), None, "2020-07-01", &[]);
        check(
            &format!("date = \"2020-07-03\"\n{printed}\"2020-07-02\""),
            None,
            "2020-07-03",
            &["印发日期 2020-07-02 早于成文日期 2020-07-03"],
        );
    }
}
