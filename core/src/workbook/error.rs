//! Why a file cannot be read, and how that is told to whoever sent it.

use std::any::Any;
use std::sync::Arc;

use crate::container::Fault;
use crate::diagnostic::Diagnostic;
use crate::origin::Place;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not a spreadsheet; what it looks like instead.
    #[error("不是电子表格（{found}）")]
    NotASpreadsheet {
        /// What the content looks like.
        found: &'static str,
        /// What to do.
        way: Way,
    },
    /// Protected by a password.
    #[error("工作簿有打开密码，读不了")]
    Encrypted,
    /// Only those may read it whom a server lets.
    #[error("文件受权限管理（IRM）保护，读不了")]
    RightsManaged,
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
    /// More than the files before it have left.
    #[error("各个文件合计的{what}超过上限")]
    NoRoom {
        /// What there is too much of.
        what: &'static str,
    },
    /// Nobody waits for it any more.
    #[error("已停止")]
    Stopped,
    /// The end of the file is missing.
    #[error("文件不完整，后面的内容缺失")]
    Truncated,
    /// A spreadsheet that is damaged.
    #[error("文件已损坏，读不下去（{reason}）")]
    Damaged {
        /// The reader's words.
        reason: String,
    },
    /// A fault of this program, whatever the file is like.
    #[error("程序读取这个文件时出错，这是程序的缺陷")]
    OurFault {
        /// What the program says of it.
        reason: String,
    },
}

/// What whoever sent a file can do that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Another program reads it and saves it as a workbook.
    Save,
    /// It was made from a workbook, which is wanted.
    Original,
    /// The files in it are wanted.
    Unpack,
    /// The system that gave it is to be asked once more.
    Again,
    /// The program it belongs to can write a workbook.
    Export,
    /// What it points to is wanted.
    Shortcut,
    /// Only machines of the office can open it.
    Decrypt,
    /// It has nothing to do with registers.
    Remove,
}

impl Way {
    /// Returns it as a hint.
    fn hint(self) -> &'static str {
        match self {
            Way::Save => "用 Excel 或 WPS 打开后另存为 .xlsx；与登记表无关的文件请移出文件夹",
            Way::Original => "找到原来的电子表格（.xlsx）再交；与登记表无关的文件请移出文件夹",
            Way::Unpack => "解压后把里面的电子表格放进来",
            Way::Again => "重新登录系统再导出一次，或重新取一份；能用 Excel 或 WPS 打开的话另存为 .xlsx",
            Way::Export => "在原来的软件或系统里导出为 .xlsx 或 .csv；与登记表无关的文件请移出文件夹",
            Way::Shortcut => "找到它所指的文件，把文件本身复制过来",
            Way::Decrypt => "在装有加密软件的电脑上解密后再交",
            Way::Remove => "与登记表无关的文件请移出文件夹",
        }
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> ReadError {
        match fault {
            Fault::TooLarge { what, found, limit } => ReadError::TooLarge { what, found, limit },
            Fault::Truncated => ReadError::Truncated,
            Fault::Damaged { reason } => ReadError::Damaged { reason },
        }
    }
}

impl ReadError {
    /// Returns the error for a file that is something else.
    pub(super) fn other(found: &'static str, way: Way) -> ReadError {
        ReadError::NotASpreadsheet { found, way }
    }

    /// Returns the error for more things than allowed.
    pub(super) fn too_many(what: &'static str, limit: usize) -> ReadError {
        ReadError::TooLarge { what, found: format!("{limit} 个以上"), limit: format!("{limit} 个") }
    }

    /// Returns the error for more bytes than allowed.
    pub(super) fn too_many_bytes(what: &'static str, limit: usize) -> ReadError {
        let limit = limit >> 20;
        ReadError::TooLarge { what, found: format!("{limit} MB 以上"), limit: format!("{limit} MB") }
    }

    /// Returns the error for a panic that no reader of foreign formats explains.
    pub(super) fn our_fault(panic: &(dyn Any + Send)) -> ReadError {
        let literal = panic.downcast_ref::<&str>().map(ToString::to_string);
        let reason = literal.or_else(|| panic.downcast_ref::<String>().cloned());
        ReadError::OurFault { reason: reason.unwrap_or_else(|| "没有说明".to_string()) }
    }

    /// Returns the error as a diagnostic about the file.
    pub fn diagnostic(&self, place: &Arc<Place>) -> Diagnostic {
        let (key, hint) = match self {
            ReadError::NotASpreadsheet { way: Way::Decrypt, .. } => ("encrypted", Way::Decrypt.hint()),
            ReadError::NotASpreadsheet { way, .. } => ("not-a-spreadsheet", way.hint()),
            ReadError::Encrypted => ("encrypted", "用 Excel 或 WPS 打开，取消打开密码后再存"),
            ReadError::RightsManaged => ("encrypted", "用有权限的账号打开，取消权限限制后另存为 .xlsx"),
            ReadError::TooLarge { .. } | ReadError::NoRoom { .. } => {
                ("too-large", "删去空白的行、列和图片后另存，或拆成几个文件")
            }
            ReadError::Stopped => ("not-read", "再试一次"),
            ReadError::Truncated => {
                ("not-a-spreadsheet", "可能没有下载或复制完，请重新取一份；能打开的话另存为 .xlsx")
            }
            ReadError::Damaged { .. } => ("not-a-spreadsheet", "用 Excel 或 WPS 打开并修复，另存后再试"),
            ReadError::OurFault { .. } => {
                ("read-fault", "请把这个文件交给开发者；用 Excel 或 WPS 打开后另存为 .xlsx，多半就能读")
            }
        };
        Diagnostic::error(key, self.to_string()).at(place).hint(hint)
    }
}
