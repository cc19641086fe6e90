//! Settings that are one of a few words: format, seal, red.

/// The formats of GB/T 9704-2012 that a document can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// 打印稿: no parts above or below the text.
    #[default]
    Plain,
    /// 上行文: number on the left, signers on the right.
    Report,
    /// 下行文 or 平行文: number in the middle.
    Notice,
    /// 信函 (10.1).
    Letter,
    /// 纪要 of one session (10.3).
    Minutes,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] =
        [Format::Plain, Format::Report, Format::Notice, Format::Letter, Format::Minutes];

    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Report => "report",
            Format::Notice => "notice",
            Format::Letter => "letter",
            Format::Minutes => "minutes",
        }
    }

    /// Returns the format with this name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name.trim())
    }
}

/// The red of 发文机关标志 and the red lines (5.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Red {
    /// Pure red, for screens and office printers.
    #[default]
    Rgb,
    /// 80 % magenta and yellow, for a printing house (6.2).
    Cmyk,
}

impl Red {
    /// Every red.
    pub const ALL: [Red; 2] = [Red::Rgb, Red::Cmyk];

    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            Red::Rgb => "rgb",
            Red::Cmyk => "cmyk",
        }
    }

    /// Returns the red with this name.
    pub fn named(name: &str) -> Option<Red> {
        Red::ALL.into_iter().find(|red| red.name() == name.trim())
    }
}

/// How organ and date are set (7.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seal {
    /// 不加盖印章.
    #[default]
    None,
    /// 加盖印章.
    Seal,
    /// 加盖签发人签名章.
    Signature,
}

impl Seal {
    /// Every geometry.
    pub const ALL: [Seal; 3] = [Seal::None, Seal::Seal, Seal::Signature];

    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            Seal::None => "none",
            Seal::Seal => "seal",
            Seal::Signature => "signature",
        }
    }

    /// Returns the geometry with this name.
    pub fn named(name: &str) -> Option<Seal> {
        Seal::ALL.into_iter().find(|seal| seal.name() == name.trim())
    }
}
