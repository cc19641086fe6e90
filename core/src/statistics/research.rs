//! Figures of the table of research topics: how many there are, and how each stands.

use crate::dossier::{Dossier, Register, ResearchTopic, State};
use crate::statistics::measures::with_register;
use crate::statistics::{Key, Measure, size};

/// Counts topics, all or those that stand in one way; nothing is known of how they stand where
/// the table has no column for it.
pub(super) fn measure(key: Key, dossier: &Dossier) -> Measure {
    with_register(key, dossier, Register::Research, || {
        let topics = || dossier.research.iter();
        if key == Key::ResearchTopics {
            return Measure::count(
                key,
                size(dossier.research.len()),
                topics().map(|topic| topic.origin.clone()).collect(),
            );
        }
        if !topics().any(|topic| topic.status.has_column()) {
            return Measure::missing(key);
        }
        let wanted: Vec<&ResearchTopic> = topics().filter(|topic| counted_as(topic) == key).collect();
        let origin = |topic: &&ResearchTopic| topic.status.origin().unwrap_or_else(|| topic.origin.clone());
        Measure::count(key, size(wanted.len()), wanted.iter().map(origin).collect())
    })
}

/// Returns the figure that counts a topic by its state.
fn counted_as(topic: &ResearchTopic) -> Key {
    match topic.status.state {
        State::Yes => Key::ResearchDone,
        State::UnderWay => Key::ResearchUnderWay,
        State::No => Key::ResearchNotBegun,
        State::NotNeeded | State::Unknown => Key::ResearchUnknown,
    }
}
