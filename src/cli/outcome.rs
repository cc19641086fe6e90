//! How a command ends: the exit status, and what is said of an error.

/// All that was asked for was made.
pub(super) const ALL_MADE: u8 = 0;
/// Something could not be made, or was found wrong.
pub(super) const NOT_MADE: u8 = 1;
/// The program was used in a way it cannot be used.
pub(super) const WRONG_USE: u8 = 2;
/// A bug of ours.
pub(super) const OUR_BUG: u8 = 3;

/// An error that ends a command, with what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct CommandError {
    /// The exit status.
    pub(super) status: u8,
    /// What is wrong.
    pub(super) message: String,
    /// What can be done.
    pub(super) hint: Option<String>,
}

impl CommandError {
    /// Creates an error of use.
    pub(super) fn wrong_use(message: impl Into<String>) -> CommandError {
        CommandError { status: WRONG_USE, message: message.into(), hint: None }
    }

    /// Creates an error of making.
    pub(super) fn not_made(message: impl Into<String>) -> CommandError {
        CommandError { status: NOT_MADE, message: message.into(), hint: None }
    }

    /// Creates an error whose words have been printed already.
    pub(super) fn already_told() -> CommandError {
        CommandError::not_made("")
    }

    /// Adds a hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> CommandError {
        self.hint = Some(hint.into());
        self
    }
}
