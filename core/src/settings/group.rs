//! Whose document it is: the study group's name and the organ that issues, from the unit's name.
//!
//! A name is read as people write it: `清溪镇`, `中共清溪镇委员会`, `青山县教育局党组`, with or
//! without 理论学习中心组. What leads the study there is its last part (党委, 党组, 党工委 …), and
//! is never added to a name that has it. Where a name leaves it open, what the office says in
//! `group` or in its organ decides, else the usual way, and `check` says so.

use std::sync::LazyLock;

use serde::Deserialize;

/// What every group is called after the body it belongs to.
pub const STUDY_GROUP: &str = "理论学习中心组";
/// Shorter ways to write it.
const STUDY_GROUPS: [&str; 4] = [STUDY_GROUP, "理论中心组", "学习中心组", "中心组"];
/// The party's name before an organ's.
const PARTY: [&str; 2] = ["中国共产党", "中共"];
/// The last characters of places that have a committee of their own.
const PLACES: [char; 7] = ['县', '市', '区', '旗', '州', '盟', '省'];
/// Departments of a committee that are called by their own name alone.
const DEPARTMENTS: [&str; 5] = ["宣传部", "组织部", "统战部", "社会工作部", "政法委"];
/// How the discipline commission's office is called.
const DISCIPLINE: [&str; 3] = ["纪委监委", "纪委", "纪律检查委员会"];

/// What leads a unit's study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// 党委.
    Committee,
    /// 县委, 市委, 区委: the committee of a place.
    PlaceCommittee,
    /// 党工委, 工委.
    WorkingCommittee,
    /// 党组.
    LeadingGroup,
    /// 党总支.
    GeneralBranch,
    /// 党支部.
    Branch,
    /// A department of a committee, such as 县委宣传部.
    Department,
}

impl Body {
    /// Every body that the key `group` can name.
    pub const NAMED: [Body; 5] =
        [Body::Committee, Body::LeadingGroup, Body::WorkingCommittee, Body::GeneralBranch, Body::Branch];

    /// Returns what stands before 理论学习中心组; nothing where the name says all.
    pub fn word(self) -> &'static str {
        match self {
            Body::Committee => "党委",
            Body::PlaceCommittee => "委",
            Body::WorkingCommittee => "党工委",
            Body::LeadingGroup => "党组",
            Body::GeneralBranch => "党总支",
            Body::Branch => "党支部",
            Body::Department => "",
        }
    }

    /// Returns how an organ's name ends that is such a body.
    fn organ_end(self) -> &'static str {
        match self {
            Body::Committee | Body::PlaceCommittee => "委员会",
            Body::WorkingCommittee => "工作委员会",
            Body::LeadingGroup => "党组",
            Body::GeneralBranch => "总支部委员会",
            Body::Branch => "支部委员会",
            Body::Department => "",
        }
    }
}

/// A unit's study group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Whose it is, without what follows: `清溪镇`, `青山县`, `青山县委宣传部`.
    pub base: String,
    /// What leads the study there.
    pub body: Body,
    /// What stands between base and 理论学习中心组: the body's word, or as the office writes it.
    pub word: &'static str,
    /// Who issues where nothing is stated: `中共清溪镇委员会`.
    pub organ: String,
    /// The bodies that are as usual with such a name; none where it is certain.
    pub choices: Vec<Body>,
}

impl Group {
    /// Finds a unit's group: by what is stated of it, else by the organ, else by the name alone.
    pub fn new(unit: &str, stated: Option<&str>, organ: Option<&str>) -> Group {
        let named = Group::named(unit);
        match stated.map(str::trim).filter(|stated| !stated.is_empty()) {
            Some(stated) => match body_named(stated) {
                Some(body) => named.with(body),
                None => Group { choices: Vec::new(), ..Group::named(stated) },
            },
            None => {
                let issuer = organ.filter(|organ| party(organ).1).map(Group::named);
                match issuer.filter(|issuer| issuer.base == named.base) {
                    Some(issuer) => Group { choices: Vec::new(), ..issuer },
                    None => named,
                }
            }
        }
    }

    /// Returns whether `group` can be stated so: a body, or a name that ends in one.
    pub fn can_be_stated(stated: &str) -> bool {
        let stated = stated.trim();
        body_named(stated).is_some() || STUDY_GROUPS.iter().any(|end| stated.ends_with(end)) || {
            let group = Group::named(stated);
            group.choices.is_empty() && !group.base.is_empty() && stated.ends_with(group.word)
        }
    }

    /// Reads a name.
    fn named(written: &str) -> Group {
        let written = written.split_whitespace().collect::<String>();
        let name = STUDY_GROUPS.iter().find_map(|end| written.strip_suffix(end)).unwrap_or(&written);
        let (name, is_party) = party(name);
        let certain = |base: &str, body: Body| Group::certain(base, body);
        if let Some(group) = department(name) {
            return group;
        }
        // The longest endings first: 党总支部委员会 ends in 委员会 too.
        let ends: [(&[&str], Body); 5] = [
            (
                &["党总支部委员会", "总支部委员会", "总支委员会", "党总支部", "党总支", "总支部"],
                Body::GeneralBranch,
            ),
            (&["党支部委员会", "支部委员会", "党支部"], Body::Branch),
            (&["党的工作委员会", "党工作委员会", "党工委"], Body::WorkingCommittee),
            (&["党组"], Body::LeadingGroup),
            (&["党委会", "党委"], Body::Committee),
        ];
        for (ends, body) in ends {
            if let Some(base) = ends.iter().find_map(|end| name.strip_suffix(end)) {
                // 县委党委 says the same twice; a place's committee is 县委.
                return certain(base, body);
            }
        }
        if let Some(base) = name.strip_suffix("工作委员会").filter(|_| is_party) {
            // 县直属机关工作委员会 is called 工委, a street's 党工委.
            return if base.ends_with("街道") || base.ends_with('区') {
                certain(base, Body::WorkingCommittee)
            } else {
                Group { word: "工委", ..certain(base, Body::WorkingCommittee) }
            };
        }
        if let Some(base) = name.strip_suffix("工委") {
            return Group { word: "工委", ..certain(base, Body::WorkingCommittee) };
        }
        let committee = name.strip_suffix("委员会").filter(|base| is_party || is_place(base));
        if let Some(base) = committee {
            return certain(base, if is_place(base) { Body::PlaceCommittee } else { Body::Committee });
        }
        if let Some(base) =
            name.strip_suffix('委').filter(|base| is_place(base) || base.ends_with(['镇', '乡']))
        {
            return certain(base, Body::PlaceCommittee);
        }
        unsaid(name)
    }

    /// A group of which nothing is open.
    fn certain(base: &str, body: Body) -> Group {
        let base = if body == Body::WorkingCommittee { without_management(base) } else { base };
        let organ = format!("中共{base}{}", body.organ_end());
        Group { base: base.to_string(), body, word: body.word(), organ, choices: Vec::new() }
    }

    /// The same unit's group where another body leads it.
    fn with(&self, body: Body) -> Group {
        match body {
            Body::Committee if self.body == Body::PlaceCommittee || is_place(&self.base) => {
                Group::certain(&self.base, Body::PlaceCommittee)
            }
            // 县直机关工委 is one.
            Body::WorkingCommittee if self.body == Body::WorkingCommittee => self.clone(),
            _ => Group::certain(&self.base, body),
        }
    }

    /// Returns the name that stands first in the title, which is never broken.
    pub fn head(&self) -> String {
        if self.body == Body::PlaceCommittee {
            format!("{}{}", self.base, self.word)
        } else {
            self.base.clone()
        }
    }

    /// Returns what stands between that and 理论学习中心组: `党委`.
    pub fn link(&self) -> &'static str {
        if self.body == Body::PlaceCommittee { "" } else { self.word }
    }

    /// Returns whether it has a say on cadres: the committee of a place, a township or a street has
    /// an organisation department or one who does its work; an office, a company or a branch has
    /// not.
    pub fn judges_cadres(&self) -> bool {
        match self.body {
            Body::PlaceCommittee => true,
            Body::Committee | Body::WorkingCommittee => self.base.ends_with(['镇', '乡', '道']),
            _ => false,
        }
    }

    /// Returns the whole name: `清溪镇党委理论学习中心组`.
    pub fn name(&self) -> String {
        format!("{}{}{STUDY_GROUP}", self.head(), self.link())
    }
}

/// Returns a name without the party's, and whether it had it.
fn party(name: &str) -> (&str, bool) {
    let name = name.trim();
    let rest = PARTY.iter().find_map(|party| name.strip_prefix(party));
    (rest.unwrap_or(name), rest.is_some())
}

/// Returns whether a name is that of a place with a committee of its own.
fn is_place(name: &str) -> bool {
    name.ends_with(PLACES) && kind(name).is_some_and(|kind| kind.bodies == ["委"])
}

/// Returns whether a word names a body and nothing else.
pub(super) fn is_body(word: &str) -> bool {
    body_named(word.trim()).is_some()
}

/// Returns the body that a word names.
fn body_named(word: &str) -> Option<Body> {
    Body::NAMED.into_iter().find(|body| body.word() == word)
}

/// Reads the name of a committee's department: 青山县委宣传部.
fn department(name: &str) -> Option<Group> {
    // A department may have a body of its own besides: 县委党校党委.
    if Body::NAMED.iter().any(|body| name.ends_with(body.word())) || name.ends_with("支部委员会") {
        return None;
    }
    let group = |base: String, organ: String| Group {
        base,
        body: Body::Department,
        word: "",
        organ,
        choices: Vec::new(),
    };
    if let Some(base) = DISCIPLINE.iter().find_map(|end| name.strip_suffix(end)) {
        return Some(group(format!("{base}纪委监委"), format!("中共{base}纪律检查委员会")));
    }
    let of_committee = name.char_indices().find_map(|(at, c)| {
        let after = &name[at + c.len_utf8()..];
        let rest = after.strip_prefix("委员会").or_else(|| after.strip_prefix('委'))?;
        let of_place = PLACES.contains(&c) && !rest.is_empty() && !rest.starts_with('托') && at > 0;
        of_place.then(|| (&name[..at + c.len_utf8()], rest))
    });
    let called = || {
        let own = DEPARTMENTS.iter().find_map(|own| Some((name.strip_suffix(own)?, *own)))?;
        own.0.ends_with(PLACES).then_some(own)
    };
    let (place, own) = of_committee.or_else(called)?;
    if own.ends_with("工委") || own.ends_with("工作委员会") {
        return None;
    }
    let short = own.strip_suffix("政法委员会").map_or(own.to_string(), |before| format!("{before}政法委"));
    let long = own.strip_suffix("政法委").map_or(own.to_string(), |before| format!("{before}政法委员会"));
    Some(group(format!("{place}委{short}"), format!("中共{place}委{long}")))
}

/// Reads a name that does not say what leads there.
fn unsaid(name: &str) -> Group {
    let kind = kind(name);
    let bodies: Vec<Body> = kind.map_or_else(
        || vec![Body::Committee, Body::LeadingGroup, Body::GeneralBranch, Body::Branch],
        |kind| kind.bodies.iter().filter_map(|word| body_of(word)).collect(),
    );
    let base = if is_township_or_street(name) { without_office(name) } else { name };
    let first = bodies.first().copied().unwrap_or(Body::Committee);
    let choices = if bodies.len() > 1 { bodies } else { Vec::new() };
    Group { choices, ..Group::certain(base, first) }
}

/// Returns the body that data name.
fn body_of(word: &str) -> Option<Body> {
    match word {
        "委" | "区委" => Some(Body::PlaceCommittee),
        word => body_named(word),
    }
}

/// Returns whether a name is a township's, a street's or that of its offices.
fn is_township_or_street(name: &str) -> bool {
    let base = without_office(name);
    base.ends_with(['镇', '乡']) || base.ends_with("街道")
}

/// Drops what a township's or street's administration is called.
fn without_office(name: &str) -> &str {
    ["人民政府", "政府", "办事处", "办"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// Drops what the administration of a zone or street is called: the working committee is the zone's
/// or the street's.
fn without_management(name: &str) -> &str {
    let zone = ["管理委员会", "管委会"].iter().find_map(|end| name.strip_suffix(end));
    let street =
        || ["办事处", "办"].iter().find_map(|end| name.strip_suffix(end)?.ends_with("街道").then_some(end));
    zone.filter(|zone| !zone.is_empty()).or_else(|| name.strip_suffix(*street()?)).unwrap_or(name)
}

/// A kind of names.
#[derive(Debug, Deserialize)]
struct Kind {
    /// How they end.
    ends: Vec<String>,
    /// What leads there, the usual first.
    bodies: Vec<String>,
}

/// The kinds there are.
#[derive(Debug, Deserialize)]
struct Kinds {
    kind: Vec<Kind>,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    toml::from_str(include_str!("groups.toml"))
        .expect("groups.toml is part of the program and checked by a test")
});

/// Returns the kind that a name is of: that of the longest ending, and not of a name that is
/// nothing but the ending.
fn kind(name: &str) -> Option<&'static Kind> {
    let longest = |kind: &'static Kind| {
        let fits = kind.ends.iter().filter(|end| name.len() > end.len() && name.ends_with(end.as_str()));
        Some((fits.map(|end| end.len()).max()?, kind))
    };
    KINDS.kind.iter().filter_map(longest).max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_groups_and_organs() {
        let names = [
            ("清溪镇", "清溪镇党委", "中共清溪镇委员会"),
            ("柳河乡", "柳河乡党委", "中共柳河乡委员会"),
            ("清溪镇党委", "清溪镇党委", "中共清溪镇委员会"),
            ("清溪镇党委理论学习中心组", "清溪镇党委", "中共清溪镇委员会"),
            ("中共清溪镇委员会", "清溪镇党委", "中共清溪镇委员会"),
            ("清溪镇人民政府", "清溪镇党委", "中共清溪镇委员会"),
            ("枫林街道", "枫林街道党工委", "中共枫林街道工作委员会"),
            ("枫林街道办事处", "枫林街道党工委", "中共枫林街道工作委员会"),
            ("枫林街道党工委", "枫林街道党工委", "中共枫林街道工作委员会"),
            ("枫林街道办事处党工委", "枫林街道党工委", "中共枫林街道工作委员会"),
            ("中共枫林街道工作委员会", "枫林街道党工委", "中共枫林街道工作委员会"),
            ("青山县", "青山县委", "中共青山县委员会"),
            ("青山县委", "青山县委", "中共青山县委员会"),
            ("中共青山县委", "青山县委", "中共青山县委员会"),
            ("中共青山县委员会", "青山县委", "中共青山县委员会"),
            ("云岭自治州", "云岭自治州委", "中共云岭自治州委员会"),
            ("青山县教育局", "青山县教育局党组", "中共青山县教育局党组"),
            ("青山县教育局党组", "青山县教育局党组", "中共青山县教育局党组"),
            ("中共青山县教育局党组", "青山县教育局党组", "中共青山县教育局党组"),
            ("青山县教育局党委", "青山县教育局党委", "中共青山县教育局委员会"),
            ("中共青山县水利局委员会", "青山县水利局党委", "中共青山县水利局委员会"),
            ("青山县卫生健康委员会", "青山县卫生健康委员会党组", "中共青山县卫生健康委员会党组"),
            ("青山县公安局", "青山县公安局党委", "中共青山县公安局委员会"),
            ("青山县人民法院", "青山县人民法院党组", "中共青山县人民法院党组"),
            ("青山县人民政府", "青山县人民政府党组", "中共青山县人民政府党组"),
            ("青山县第一中学党总支", "青山县第一中学党总支", "中共青山县第一中学总支部委员会"),
            ("中共青山县第一中学总支部委员会", "青山县第一中学党总支", "中共青山县第一中学总支部委员会"),
            ("柳树村党支部", "柳树村党支部", "中共柳树村支部委员会"),
            ("青山县人民医院", "青山县人民医院党委", "中共青山县人民医院委员会"),
            ("青山县人民医院党委", "青山县人民医院党委", "中共青山县人民医院委员会"),
            ("云岭茶业集团有限公司", "云岭茶业集团有限公司党委", "中共云岭茶业集团有限公司委员会"),
            ("青山水务公司党委", "青山水务公司党委", "中共青山水务公司委员会"),
            ("青山职业技术学院", "青山职业技术学院党委", "中共青山职业技术学院委员会"),
            ("青山县委宣传部", "青山县委宣传部", "中共青山县委宣传部"),
            ("中共青山县委宣传部", "青山县委宣传部", "中共青山县委宣传部"),
            ("青山县宣传部", "青山县委宣传部", "中共青山县委宣传部"),
            ("青山县委政法委", "青山县委政法委", "中共青山县委政法委员会"),
            ("青山县纪委监委", "青山县纪委监委", "中共青山县纪律检查委员会"),
            ("青山县委教育工委", "青山县委教育工委", "中共青山县委教育工作委员会"),
            ("中共青山县直属机关工作委员会", "青山县直属机关工委", "中共青山县直属机关工作委员会"),
            ("青山经济开发区", "青山经济开发区党工委", "中共青山经济开发区工作委员会"),
            ("青山经济开发区管委会", "青山经济开发区党工委", "中共青山经济开发区工作委员会"),
            ("云岭风景区管理委员会党工委", "云岭风景区党工委", "中共云岭风景区工作委员会"),
        ];
        for (unit, group, organ) in names {
            let found = Group::new(unit, None, None);
            assert_eq!(found.name(), format!("{group}{STUDY_GROUP}"), "{unit}");
            assert_eq!(found.organ, organ, "{unit}");
            // Whatever a name was made to is read as the same group again.
            for again in [found.name(), found.organ.clone()] {
                assert_eq!(Group::new(&again, None, None).name(), found.name(), "{unit}: {again}");
            }
        }
    }

    #[test]
    fn what_a_name_leaves_open_is_said() {
        let open = [
            "青山县教育局",
            "青山县公安局",
            "柳树村",
            "青山水务公司",
            "青山县第一中学",
            "青山经济开发区",
            "某地",
        ];
        let certain = [
            "清溪镇",
            "枫林街道",
            "青山县",
            "青山县人民法院",
            "青山大学",
            "青山县委宣传部",
            "青山县教育局党组",
        ];
        for unit in open {
            assert!(Group::new(unit, None, None).choices.len() > 1, "{unit}");
        }
        for unit in certain {
            assert!(Group::new(unit, None, None).choices.is_empty(), "{unit}");
        }
        let by_organ = Group::new("青山县教育局", None, Some("中共青山县教育局委员会"));
        assert_eq!((by_organ.name().as_str(), by_organ.choices.len()), ("青山县教育局党委理论学习中心组", 0));
        // Another's organ says nothing of this unit.
        assert!(!Group::new("青山县教育局", None, Some("中共青山县委员会")).choices.is_empty());
    }

    #[test]
    fn what_is_stated_decides() {
        let check = |unit: &str, stated: &str, name: &str, organ: &str| {
            assert!(Group::can_be_stated(stated), "{stated}");
            let found = Group::new(unit, Some(stated), None);
            let expected = (format!("{name}{STUDY_GROUP}"), organ.to_string(), 0);
            assert_eq!(
                (found.name(), found.organ.clone(), found.choices.len()),
                expected,
                "{unit}, {stated}"
            );
        };
        check("青山县教育局", "党委", "青山县教育局党委", "中共青山县教育局委员会");
        check("青山县教育局党组", "党组", "青山县教育局党组", "中共青山县教育局党组");
        check("青山县", "党委", "青山县委", "中共青山县委员会");
        check("青山县第一中学", "党总支", "青山县第一中学党总支", "中共青山县第一中学总支部委员会");
        check("教育局", "青山县教育局党组", "青山县教育局党组", "中共青山县教育局党组");
        check("教育局", "青山县教育局党组理论学习中心组", "青山县教育局党组", "中共青山县教育局党组");
        check("青山县直机关工委", "党工委", "青山县直机关工委", "中共青山县直机关工作委员会");
        for wrong in ["党办", "", "青山县教育局", "领导班子"] {
            assert!(!Group::can_be_stated(wrong), "{wrong}");
        }
    }

    #[test]
    fn every_body_of_the_data_is_known() {
        for kind in &KINDS.kind {
            assert!(
                !kind.bodies.is_empty() && kind.bodies.iter().all(|word| body_of(word).is_some()),
                "{kind:?}"
            );
        }
    }
}
