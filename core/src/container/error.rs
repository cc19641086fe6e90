//! Why a container cannot be read, whatever it is to hold.

/// Why a container cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Over one of the limits.
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much there is.
        found: String,
        /// How much there may be.
        limit: String,
    },
    /// The end is missing.
    Truncated,
    /// It is damaged.
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

impl Fault {
    /// Returns the fault of more things than allowed.
    pub(crate) fn too_many(what: &'static str, limit: usize) -> Fault {
        Fault::TooLarge { what, found: format!("{limit} 个以上"), limit: format!("{limit} 个") }
    }

    /// Returns the fault of more bytes than allowed.
    pub(crate) fn too_many_bytes(what: &'static str, limit: u64) -> Fault {
        let limit = limit >> 20;
        Fault::TooLarge { what, found: format!("{limit} MB 以上"), limit: format!("{limit} MB") }
    }
}
