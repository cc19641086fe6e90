//! Text of xls files from before Unicode (Excel 2 to 95), by the code page that they name.
//!
//! Exports that write the records by hand name none. In an office here their bytes are GBK;
//! what is no GBK at all was written for Western Europe.

use std::cell::Cell;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258,
};

use crate::diagnostic::Diagnostic;

/// How a file's bytes are read as text, and what came of it.
#[derive(Default)]
pub(super) struct CodePage {
    named: Option<&'static Encoding>,
    /// The encoding that was assumed where none is named and one was needed.
    assumed: Cell<Option<&'static Encoding>>,
    n_lost: Cell<usize>,
}

impl CodePage {
    /// Takes the number that the file states.
    pub(super) fn set(&mut self, number: u16) {
        self.named = match number {
            866 => Some(IBM866),
            874 => Some(WINDOWS_874),
            932 => Some(SHIFT_JIS),
            // GB18030 includes GBK.
            936 | 54936 => Some(GB18030),
            949 => Some(EUC_KR),
            950 => Some(BIG5),
            1250 => Some(WINDOWS_1250),
            1251 => Some(WINDOWS_1251),
            1252 | 0x8001 => Some(WINDOWS_1252),
            1253 => Some(WINDOWS_1253),
            1254 => Some(WINDOWS_1254),
            1255 => Some(WINDOWS_1255),
            1256 => Some(WINDOWS_1256),
            1257 => Some(WINDOWS_1257),
            1258 => Some(WINDOWS_1258),
            10000 | 0x8000 => Some(MACINTOSH),
            65001 => Some(UTF_8),
            _ => None,
        };
    }

    /// Reads bytes as text.
    pub(super) fn decode(&self, bytes: &[u8]) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let encoding = self.named.unwrap_or_else(|| {
            let is_chinese = GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
            let encoding = if is_chinese { GB18030 } else { WINDOWS_1252 };
            self.assumed.set(Some(self.assumed.get().filter(|_| !is_chinese).unwrap_or(encoding)));
            encoding
        });
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        self.n_lost.set(self.n_lost.get() + text.matches('\u{fffd}').count());
        text.into_owned()
    }

    /// Returns what is to be said of the text that was read.
    pub(super) fn said(&self) -> Option<Diagnostic> {
        let encoding = self.named.or(self.assumed.get())?;
        let name = if encoding == GB18030 { "GB18030（GBK）" } else { encoding.name() };
        match (self.n_lost.get(), self.assumed.get()) {
            (0, None) => None,
            (0, Some(_)) => {
                Some(Diagnostic::note("encoding-guessed", format!("文件没有写明编码，按 {name} 读取")))
            }
            (n_lost, _) => {
                let message = format!("按 {name} 编码读取，有 {n_lost} 处字节认不出，已换成 `\u{fffd}`");
                let warning = Diagnostic::warning("encoding-guessed", message);
                Some(warning.hint("用 Excel 或 WPS 打开核对后另存为 .xlsx"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: Option<u16>, bytes: &[u8], expected: &str, said: Option<&str>) {
        let mut page = CodePage::default();
        if let Some(number) = number {
            page.set(number);
        }
        assert_eq!(page.decode(bytes), expected);
        assert_eq!(page.said().map(|diagnostic| diagnostic.message).as_deref(), said);
    }

    #[test]
    fn code_pages() {
        let (name, ..) = GB18030.encode("张三");
        check(Some(936), &name, "张三", None);
        check(Some(950), &BIG5.encode("張三").0, "張三", None);
        check(
            Some(936),
            b"\xD5\xC5\xFF",
            "张\u{fffd}",
            Some("按 GB18030（GBK） 编码读取，有 1 处字节认不出，已换成 `\u{fffd}`"),
        );
        check(None, b"abc", "abc", None);
        check(None, &name, "张三", Some("文件没有写明编码，按 GB18030（GBK） 读取"));
        check(None, b"caf\xE9", "café", Some("文件没有写明编码，按 windows-1252 读取"));
    }
}
