//! How a county and its units did from period to period: from several 汇总报告.json, nothing else.
//!
//! Periods of one length make a curve; periods between them of which there is no file stand in it
//! as missing, and nothing is put in their place. What cannot be used is named.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use crate::county::earlier::Earlier;
use crate::county::total::Total;
use crate::county::wording;
use crate::diagnostic::Diagnostic;
use crate::document::format;
use crate::dossier::unit_identity;
use crate::period::{Part, Period};
use crate::statistics::{Key, exact};

/// What is drawn.
const DRAWN: [Key; 3] = [Key::AttendanceRate, Key::Seminars, Key::Essays];
/// Of more units and periods than this, as their product, only the county's figures are shown.
const MAX_CELLS: usize = 200_000;
/// So many missing periods stand one by one; more are one place.
const MAX_MISSING: usize = 4;

/// The county's figures of several periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trend {
    /// The county.
    pub county: String,
    /// A curve a length of periods, years first.
    pub curves: Vec<Curve>,
    /// What was not used, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// Periods of one length, in their order.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Curve {
    /// What they are: `各半年`.
    pub name: &'static str,
    /// The periods, those without a file between them too.
    pub slots: Vec<Slot>,
    /// The figures.
    pub measured: Vec<Measured>,
}

/// A place on the axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Slot {
    /// The period, or those that are missing.
    pub name: String,
    /// How many units were counted; absent where there is no file.
    pub n_units: Option<usize>,
}

/// A figure in all periods of a curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Measured {
    /// Which.
    #[serde(serialize_with = "by_name")]
    pub key: Key,
    /// What people call it.
    pub name: &'static str,
    /// The county's, one a slot; absent where there is no file, or no unit has it.
    pub county: Vec<Option<Kept>>,
    /// The units', by name; empty where no file holds any.
    pub units: Vec<(String, Vec<Option<Kept>>)>,
    /// The upper end of the county's axis, and its marks.
    pub county_axis: Axis,
    /// The same of the units' axis.
    pub unit_axis: Axis,
}

/// A figure of one period, as its file holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Kept {
    /// Its value.
    pub value: f64,
    /// As it is printed.
    pub text: String,
    /// A rate's numerator and denominator.
    pub share: Option<(u64, u64)>,
}

/// An axis from nought: its upper end, and its marks as values and words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Axis {
    /// The upper end.
    pub top: f64,
    /// The marks.
    pub marks: Vec<(f64, String)>,
}

/// Writes a key as it is published.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn by_name<S: Serializer>(key: &Key, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(key.name())
}

/// A file that was read, with its name.
type Named = (String, Earlier);

impl Trend {
    /// Reads files by their names and texts; `Err` says why there is nothing to be shown.
    pub fn read(files: &[(String, String)]) -> Result<Trend, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let mut found: Vec<Named> = Vec::new();
        for (name, text) in files {
            match Earlier::read(text) {
                Some(earlier) if earlier.is_sound() => found.push((name.clone(), earlier)),
                Some(_) => {
                    let message = format!("`{name}` 里的数字前后不符，没有用");
                    let hint = "换成程序当时生成的 汇总报告.json，不要改里面的数字";
                    diagnostics.push(Diagnostic::error("county-figures-odd", message).hint(hint));
                }
                None => {
                    let message = format!("`{name}` 不是全县的 汇总报告.json，没有用");
                    diagnostics.push(Diagnostic::warning("not-county-figures", message));
                }
            }
        }
        let Some(county) = most_frequent(&found) else {
            let error = Diagnostic::error("no-county-figures", "没有一个文件是全县的 汇总报告.json");
            diagnostics.push(error.hint("汇总报告.json 在每次全县结果的压缩包里，各期的一起选"));
            return Err(diagnostics);
        };
        let (own, others): (Vec<Named>, Vec<Named>) =
            found.into_iter().partition(|(_, earlier)| is_same(&earlier.county, &county));
        for (name, other) in others {
            let message = format!("`{name}` 是{}的，不是{county}的，没有用", other.county);
            diagnostics.push(Diagnostic::warning("other-county", message).hint("一次只放一个县的"));
        }
        let mut periods = once_each(own, &mut diagnostics);
        for earlier in periods.values().filter(|earlier| !earlier.has_unit_figures) {
            let message = format!("{}的文件里没有各单位的数字，只画全县的", name_of(earlier.period));
            let note = Diagnostic::note("no-unit-figures", message);
            diagnostics.push(note.hint("用现在的程序把那一期重新生成一次，就有各单位的数字"));
        }
        if periods.is_empty() {
            return Err(diagnostics);
        }
        let units = periods.values().flat_map(|earlier| &earlier.units);
        let n_units = units.map(|unit| unit_identity(&unit.unit)).collect::<BTreeSet<String>>().len();
        if n_units * periods.len() > MAX_CELLS {
            let message = format!("有 {} 期、{n_units} 个单位，太多，只画全县的", periods.len());
            diagnostics.push(Diagnostic::warning("many-units", message));
            periods.values_mut().for_each(|earlier| earlier.units.clear());
        }
        Ok(Trend { county, curves: curves(&periods), diagnostics })
    }
}

/// Returns whether two names are of one county.
fn is_same(one: &str, other: &str) -> bool {
    unit_identity(one) == unit_identity(other)
}

/// Returns the county that most files are of, of equals the one that comes first.
fn most_frequent(found: &[Named]) -> Option<String> {
    let n = |county: &str| found.iter().filter(|(_, earlier)| is_same(&earlier.county, county)).count();
    let most = found.iter().map(|(_, earlier)| n(&earlier.county)).max()?;
    found.iter().find(|(_, earlier)| n(&earlier.county) == most).map(|(_, earlier)| earlier.county.clone())
}

/// Returns the files by their periods; of a period with several that differ, which is right is not known.
fn once_each(own: Vec<Named>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Period, Earlier> {
    let mut by_period: BTreeMap<Period, Vec<Named>> = BTreeMap::new();
    for (name, earlier) in own {
        by_period.entry(earlier.period).or_default().push((name, earlier));
    }
    let mut periods = BTreeMap::new();
    for (period, mut files) in by_period {
        if files.iter().all(|(_, earlier)| *earlier == files[0].1) {
            periods.extend(files.pop().map(|(_, earlier)| (period, earlier)));
            continue;
        }
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let message =
            format!("{}有 {} 个文件，数字不同，都没有用：{}", name_of(period), names.len(), names.join("、"));
        diagnostics.push(Diagnostic::error("period-twice", message).hint("每期只留一个"));
    }
    periods
}

fn name_of(period: Period) -> String {
    format::period(period).to_string()
}

/// Returns a curve a length of periods.
fn curves(periods: &BTreeMap<Period, Earlier>) -> Vec<Curve> {
    let names = [(Part::Year, "各年"), (Part::Half(1), "各半年"), (Part::Quarter(1), "各季度")];
    let of_length = |(part, name): (Part, &'static str)| {
        let like = Period { year: 0, part };
        let known: Vec<&Earlier> =
            periods.values().filter(|earlier| earlier.period.is_as_long_as(like)).collect();
        (!known.is_empty()).then(|| curve(name, &known))
    };
    names.into_iter().filter_map(of_length).collect()
}

fn curve(name: &'static str, known: &[&Earlier]) -> Curve {
    let places = places(known);
    let slot = |place: &Place<'_>| match place {
        Place::Known(earlier, _) => Slot { name: name_of(earlier.period), n_units: Some(earlier.n_units) },
        Place::Missing(first, 1) => {
            Slot { name: format!("{}（没有文件）", name_of(*first)), n_units: None }
        }
        Place::Missing(first, n) => {
            Slot { name: format!("{}起 {n} 期（没有文件）", name_of(*first)), n_units: None }
        }
    };
    // A unit is called as it was last; it may have been written otherwise before.
    let with_figures = known.iter().filter(|earlier| earlier.has_unit_figures);
    let units = with_figures.flat_map(|earlier| &earlier.units);
    let names: BTreeMap<String, &str> =
        units.map(|unit| (unit_identity(&unit.unit), unit.unit.as_str())).collect();
    let mut units: Vec<(&str, String)> = names.into_iter().map(|(unit, name)| (name, unit)).collect();
    units.sort();
    Curve {
        name,
        slots: places.iter().map(slot).collect(),
        measured: DRAWN.map(|key| measured(key, &places, &units)).to_vec(),
    }
}

/// A place on the axis, with what is known of it.
enum Place<'a> {
    /// Its file, and the figures of its units by what is the same for all their names.
    Known(&'a Earlier, BTreeMap<String, &'a [Total]>),
    /// The first period that is missing, and how many are.
    Missing(Period, usize),
}

/// Puts the missing periods between the known ones, which are of one length and in order.
fn places<'a>(known: &[&'a Earlier]) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    let mut expected: Option<Period> = None;
    for earlier in known {
        if let Some(first) = expected {
            let missing = first.n_until(earlier.period);
            if missing > MAX_MISSING {
                places.push(Place::Missing(first, missing));
            } else {
                let periods = std::iter::successors(Some(first), |period| Some(period.next()));
                places.extend(periods.take(missing).map(|period| Place::Missing(period, 1)));
            }
        }
        let units = earlier.units.iter().map(|unit| (unit_identity(&unit.unit), unit.figures.as_slice()));
        places.push(Place::Known(earlier, units.collect()));
        expected = Some(earlier.period.next());
    }
    places
}

fn measured(key: Key, places: &[Place<'_>], units: &[(&str, String)]) -> Measured {
    let of_key = |totals: &[Total]| kept(totals.iter().find(|total| total.key == key)?);
    let county = |place: &Place<'_>| match place {
        Place::Known(earlier, _) => of_key(&earlier.totals),
        Place::Missing(..) => None,
    };
    let county: Vec<Option<Kept>> = places.iter().map(county).collect();
    let unit = |(name, unit): &(&str, String)| {
        let of = |place: &Place<'_>| match place {
            Place::Known(_, units) => of_key(units.get(unit)?),
            Place::Missing(..) => None,
        };
        ((*name).to_string(), places.iter().map(of).collect())
    };
    let units: Vec<(String, Vec<Option<Kept>>)> = units.iter().map(unit).collect();
    let county_axis = axis(key, county.iter().flatten());
    let unit_axis = axis(key, units.iter().flat_map(|(_, values)| values.iter().flatten()));
    Measured { key, name: key.title(), county, units, county_axis, unit_axis }
}

fn kept(total: &Total) -> Option<Kept> {
    let value = total.value?;
    let total = Total { n_units: total.n_units.max(1), ..*total };
    Some(Kept { value, text: wording::total(&total).to_string(), share: total.share })
}

/// Returns an axis that holds all values: of a rate to a hundred percent, of counts to a round number.
fn axis<'a>(key: Key, values: impl Iterator<Item = &'a Kept>) -> Axis {
    if key.is_rate() {
        let marks = (0..=4).map(|n| (exact(n) / 4.0, format!("{}%", n * 25)));
        return Axis { top: 1.0, marks: marks.collect() };
    }
    let most = values.map(|kept| kept.value).fold(0.0, f64::max);
    // 1, 2 or 5 times a power of ten, so that at most five marks stand above nought.
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|n| n * 10_u64.pow(power)));
    let step = steps.into_iter().find(|step| exact(*step) * 5.0 >= most).unwrap_or(u64::MAX / 5);
    let n_steps = (1..5).find(|n| exact(step * n) >= most).unwrap_or(5);
    let marks = (0..=n_steps).map(|n| (exact(step * n), (step * n).to_string()));
    Axis { top: exact(step * n_steps), marks: marks.collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::county::figures::tests::unit;
    use crate::county::{Returns, Survey, write_json};
    use crate::findings::Limits;

    /// Returns a county's file: its period, its attendance, its seminars, and those of its units.
    fn file(
        county: &str,
        period: &str,
        (n, of): (u64, u64),
        seminars: u64,
        units: Option<&[(&str, u64)]>,
    ) -> (String, String) {
        let value = |n: u64, of: u64| if of > 0 { json!(exact(n) / exact(of)) } else { json!(null) };
        let mut text = json!({
            "version": 1, "county": county, "period": period, "counted": 2,
            "measures": [{"key": "attendance-rate", "value": value(n, of), "n": n, "of": of, "units": 2},
                         {"key": "seminars", "value": seminars, "units": 2}, {"key": "essays", "value": null, "units": 0}],
            "indicators": [], "ranking": [],
        });
        if let Some(units) = units {
            let place = |(unit, _): &(&str, u64)| json!({"rank": null, "unit": unit, "flagged": 0});
            let one = |(unit, n): &(&str, u64)| json!({"unit": unit, "measures": [{"key": "seminars", "value": n}]});
            text["ranking"] = units.iter().map(place).collect();
            text["units"] = units.iter().map(one).collect();
        }
        (format!("{period}.json"), text.to_string())
    }

    fn keys(diagnostics: &[Diagnostic]) -> Vec<&str> {
        diagnostics.iter().map(|diagnostic| diagnostic.key).collect()
    }

    #[test]
    fn a_curve_holds_what_the_files_hold_and_shows_what_is_missing() {
        let files = [
            file("青山县", "2021H1", (9, 10), 12, Some(&[("甲镇", 7), ("丙镇", 5)])),
            file("青山县委", "2019H2", (1, 2), 3, None),
            file("青山县", "2020H1", (93, 100), 8, Some(&[("乙镇", 8), ("中共甲镇委员会", 6)])),
            file("青山县", "2020", (0, 0), 0, None),
        ];
        let trend = Trend::read(&files).expect("there are files");
        assert_eq!(trend.curves.iter().map(|curve| curve.name).collect::<Vec<_>>(), ["各年", "各半年"]);
        let curve = &trend.curves[1];
        let slots: Vec<(&str, Option<usize>)> =
            curve.slots.iter().map(|slot| (slot.name.as_str(), slot.n_units)).collect();
        assert_eq!(
            slots,
            [
                ("2019年下半年", Some(2)),
                ("2020年上半年", Some(2)),
                ("2020年下半年（没有文件）", None),
                ("2021年上半年", Some(2))
            ]
        );
        let texts = |values: &[Option<Kept>]| -> Vec<String> {
            values.iter().map(|kept| kept.as_ref().map_or("-".into(), |kept| kept.text.clone())).collect()
        };
        let [attendance, seminars, essays] = &curve.measured[..] else { panic!("{curve:?}") };
        // Of few seats no percentage is said.
        assert_eq!(texts(&attendance.county), ["1/2", "93%", "-", "90%"]);
        assert_eq!((attendance.county_axis.top, attendance.units.len()), (1.0, 3));
        assert_eq!(texts(&seminars.county), ["3", "8", "-", "12"]);
        assert_eq!((seminars.county_axis.top, seminars.county_axis.marks.len()), (15.0, 4));
        let units: Vec<(&str, Vec<String>)> =
            seminars.units.iter().map(|(unit, values)| (unit.as_str(), texts(values))).collect();
        let row = |values: [&str; 4]| values.map(String::from).to_vec();
        assert_eq!(
            units,
            [
                ("丙镇", row(["-", "-", "-", "5"])),
                ("乙镇", row(["-", "8", "-", "-"])),
                ("甲镇", row(["-", "6", "-", "7"]))
            ]
        );
        assert_eq!(texts(&essays.county), ["-"; 4]);
        // A year in which nobody was due has no rate.
        assert_eq!(trend.curves[0].measured[0].county, [None]);
        assert_eq!(keys(&trend.diagnostics), ["no-unit-figures", "no-unit-figures"]);
    }

    #[test]
    fn what_cannot_be_used_is_named_and_not_drawn() {
        let good = file("青山县", "2020H1", (9, 10), 3, Some(&[]));
        let again = (String::from("副本.json"), good.1.clone());
        let other = file("青山县", "2020H1", (8, 10), 3, Some(&[]));
        let foreign = file("白水县", "2020H2", (8, 10), 3, Some(&[]));
        let odd = file("青山县", "2021H1", (11, 10), 3, Some(&[]));
        let no_figures = ("清溪镇.json".to_string(), r#"{"version": 1, "unit": "清溪镇"}"#.to_string());
        let trend =
            Trend::read(&[good.clone(), again, foreign, odd, no_figures.clone()]).expect("one is good");
        assert_eq!(trend.curves[0].slots.len(), 1);
        assert_eq!(keys(&trend.diagnostics), ["county-figures-odd", "not-county-figures", "other-county"]);
        assert_eq!(trend.county, "青山县");
        // Which of two that differ is right is not known.
        let twice = Trend::read(&[good, other]).expect_err("nothing is left");
        assert_eq!(keys(&twice), ["period-twice"]);
        assert_eq!(
            keys(&Trend::read(&[no_figures]).expect_err("none")),
            ["not-county-figures", "no-county-figures"]
        );
    }

    #[test]
    fn what_a_county_publishes_is_followed() {
        let rates = [(Key::AttendanceRate, 9, 10)];
        let units = vec![
            unit("甲镇", &rates, &[(Key::Seminars, 3)], &[]),
            unit("乙镇", &[], &[(Key::Seminars, 0)], &[]),
        ];
        let survey = Survey::new("青山县", None, Returns { units, ..Returns::default() }).expect("units");
        let date = survey.period.last_day();
        let mut text = Vec::new();
        write_json(&survey, date, &Limits::default(), &mut text).expect("memory takes all");
        let text = String::from_utf8(text).expect("JSON");
        let curve = Trend::read(&[("汇总报告.json".into(), text)]).expect("its own").curves.remove(0);
        let values = |at: usize| -> Vec<Option<f64>> {
            curve.measured[at]
                .units
                .iter()
                .map(|(_, values)| values[0].as_ref().map(|kept| kept.value))
                .collect()
        };
        // A rate without a register is none; no seminar is nought.
        assert_eq!((values(0), values(1)), (vec![None, Some(0.9)], vec![Some(0.0), Some(3.0)]));
        assert_eq!(curve.measured[1].county[0].as_ref().map(|kept| kept.text.as_str()), Some("3"));
    }

    #[test]
    fn long_gaps_are_one_place_and_axes_end_at_round_numbers() {
        let files = [file("县", "2000Q1", (1, 1), 1, None), file("县", "2019Q4", (1, 1), 1200, None)];
        let curve = Trend::read(&files).expect("two files").curves.remove(0);
        assert_eq!(curve.slots[1].name, "2000年第二季度起 78 期（没有文件）");
        assert_eq!(curve.measured[1].county_axis.top, 1500.0);
        for (most, top, n_marks) in
            [(0.0, 1.0, 2), (1.0, 1.0, 2), (3.0, 3.0, 4), (6.0, 6.0, 4), (48.0, 50.0, 6), (51.0, 60.0, 4)]
        {
            let kept = Kept { value: most, text: String::new(), share: None };
            let axis = axis(Key::Seminars, [kept].iter());
            assert_eq!((axis.top, axis.marks.len()), (top, n_marks), "{most}");
        }
    }
}
