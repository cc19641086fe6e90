//! Why a revised draft cannot be read, and what to do about it.

use std::sync::Arc;

use crate::container::Fault;
use crate::diagnostic::Diagnostic;
use crate::origin::Place;

/// Why a revised draft cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It is something else.
    #[error("不是 .docx 文档（{found}）")]
    NotADocx {
        /// What it is.
        found: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// It asks for a password, or only some may read it.
    #[error("文档有打开密码或权限限制，读不了")]
    Encrypted,
    /// Over one of the limits.
    #[error("{what}超过上限（发现 {found}，最多 {limit}）")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much there is.
        found: String,
        /// How much there may be.
        limit: String,
    },
    /// It holds no word.
    #[error("文档是空的，里面没有文字")]
    Empty,
    /// Its end is missing.
    #[error("文档不完整，后面的内容缺失")]
    Truncated,
    /// It is damaged.
    #[error("文档已损坏，读不下去（{reason}）")]
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
}

impl From<Fault> for DraftError {
    fn from(fault: Fault) -> DraftError {
        match fault {
            Fault::TooLarge { what, found, limit } => DraftError::TooLarge { what, found, limit },
            Fault::Truncated => DraftError::Truncated,
            Fault::Damaged { reason } => DraftError::Damaged { reason },
        }
    }
}

/// What to do about a document of another kind.
pub(super) const SAVE: &str = "请用 WPS 或 Word 打开后另存为 .docx";

impl DraftError {
    /// Returns the error as a diagnostic about the file.
    pub fn diagnostic(&self, place: &Arc<Place>) -> Diagnostic {
        let (key, hint) = match self {
            DraftError::NotADocx { hint, .. } => ("not-a-draft", *hint),
            DraftError::Encrypted => ("encrypted", "请用 WPS 或 Word 打开，取消密码或权限限制后另存为 .docx"),
            DraftError::TooLarge { .. } => {
                ("too-large", "送审稿不应这么大：删去图片和粘贴进来的其他文件后另存")
            }
            DraftError::Empty => ("not-a-draft", "打开看看是否交错了文件，请交修改过的送审稿"),
            DraftError::Truncated => ("not-a-draft", "可能没有下载或复制完，请重新取一份"),
            DraftError::Damaged { .. } => ("not-a-draft", "请用 WPS 或 Word 打开并修复，另存为 .docx 后再试"),
        };
        Diagnostic::error(key, self.to_string()).at(place).hint(hint)
    }
}
