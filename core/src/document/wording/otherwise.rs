//! Words for what a second condition of an indicator found, without a full stop.

use crate::document::format::{self, plain, whole};
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Text, text};
use crate::document::wording::months;
use crate::findings::{Condition, Reading};
use crate::statistics::{MIN_PERCENT_OF, size};

/// Says what was found.
pub(crate) fn found(condition: Condition, reading: &Reading) -> Text {
    let count =
        |what: &'static str, n: usize| whole(n, Provenance::counted(what, size(n), reading.origins.clone()));
    match condition {
        Condition::NoSessions => "没有集中学习".into(),
        Condition::UnevenMonths { busiest, n, empty } => {
            let empty: Vec<u8> =
                (1..).zip(empty).filter(|(_, is_empty)| *is_empty).map(|(at, _)| at).collect();
            let busiest = format::month(busiest, Dated::Period);
            text!("{busiest}集中学习{}次，{}没有集中学习", count("集中学习", n), months(&empty))
        }
        // Of few nothing is said of all, or of half.
        Condition::MostlyRelays { n, of } if n == of => {
            let all = if size(of) < MIN_PERCENT_OF { "" } else { "均" };
            text!("写明形式的集中学习{}次，{all}为传达、领学", count("集中学习", of))
        }
        Condition::MostlyRelays { n, of } if size(of) < MIN_PERCENT_OF => {
            text!("写明形式的集中学习{}次，其中传达、领学{}次", count("集中学习", of), count("传达、领学", n))
        }
        Condition::MostlyRelays { n, of } => {
            text!("传达、领学{}次，超过写明形式的{}次的一半", count("传达、领学", n), count("集中学习", of))
        }
        Condition::FewSpeakers { n_speakers, n, of } => {
            let speakers = count("重点发言人", n_speakers.min(2));
            let all = count("重点发言", of);
            match of - n {
                0 => text!("重点发言{all}人次出自{speakers}人"),
                _ => text!("重点发言{all}人次，其中{}人次出自{speakers}人", count("重点发言", n)),
            }
        }
        Condition::OftenLate { n, of } if size(of) < MIN_PERCENT_OF => {
            text!("应到{}人次中迟到早退{}人次", count("应到", of), count("迟到早退", n))
        }
        Condition::OftenLate { n, of } => {
            text!("应到{}人次中迟到早退{}人次，超过一成", count("应到", of), count("迟到早退", n))
        }
        Condition::EarlyEssays(n) => text!("{}篇注明的提交日期早于对应的学习", count("成果", n)),
        Condition::AlikeTexts { n_alike, n_suspect } => {
            let (alike, suspect) = (count("雷同的两篇", n_alike), count("疑似雷同的两篇", n_suspect));
            match (n_alike, n_suspect) {
                (0, _) => text!("正文疑似雷同{suspect}对"),
                (_, 0) => text!("正文雷同{alike}对"),
                _ => text!("正文雷同{alike}对、疑似{suspect}对"),
            }
        }
        Condition::AlikeLengths(n) => text!("{}篇的字数几乎相同", count("注明字数的成果", n)),
        Condition::LowestScore(score) => {
            let source = Provenance::counted("考学成绩", reading.n.unwrap_or(0), reading.origins.clone());
            text!("最低分为{}分", plain(score, source))
        }
    }
}
