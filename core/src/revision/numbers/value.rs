//! A number's value, digit by digit: two spellings of one number are equal, however long.

use std::cmp::Ordering;

/// A number that is not negative, without needless noughts.
#[derive(Debug, Clone)]
pub struct Value {
    /// The digits before the point; `0` if there are none.
    whole: String,
    /// The digits behind it.
    part: String,
    /// The power of ten that the last digit that was written stands for.
    step: i32,
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.whole == other.whole && self.part == other.part
    }
}

impl Value {
    /// Makes a value of digits before and behind the point, times a power of ten.
    pub fn new(whole: &str, part: &str, power: usize) -> Value {
        let step = i32::try_from(power).unwrap_or(i32::MAX) - i32::try_from(part.len()).unwrap_or(i32::MAX);
        let mut digits = whole.to_string() + part;
        let point = whole.len() + power;
        while digits.len() < point {
            digits.push('0');
        }
        let (whole, part) = digits.split_at(point);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        Value { whole: whole.to_string(), part: part.trim_end_matches('0').to_string(), step }
    }

    /// Makes a value of a small whole number.
    pub fn of(n: u64) -> Value {
        Value::new(&n.to_string(), "", 0)
    }

    /// Returns the nearest number that can be reckoned with.
    pub fn as_f64(&self) -> f64 {
        format!("{}.{}", self.whole, if self.part.is_empty() { "0" } else { &self.part })
            .parse()
            .unwrap_or(f64::INFINITY)
    }

    /// Returns it as a small whole number, if it is one.
    pub fn as_u32(&self) -> Option<u32> {
        if self.part.is_empty() { self.whole.parse().ok() } else { None }
    }

    /// Returns the power of ten that the last digit that was written stands for.
    pub fn step(&self) -> i32 {
        self.step
    }

    /// Returns the same with a coarser last digit: 八成 is tens of percent.
    pub fn in_tens(self) -> Value {
        Value { step: self.step.max(1), ..self }
    }

    /// Returns the power of ten that its last digit that is no nought stands for.
    pub fn last_digit(&self) -> i32 {
        let n_noughts = self.whole.len() - self.whole.trim_end_matches('0').len();
        let power = if self.part.is_empty() {
            i32::try_from(n_noughts)
        } else {
            i32::try_from(self.part.len()).map(|n| -n)
        };
        power.unwrap_or(0)
    }

    /// Compares two values.
    pub fn compare(&self, other: &Value) -> Ordering {
        let whole = self.whole.len().cmp(&other.whole.len()).then_with(|| self.whole.cmp(&other.whole));
        whole.then_with(|| self.part.cmp(&other.part))
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.whole)?;
        if self.part.is_empty() { Ok(()) } else { write!(f, ".{}", self.part) }
    }
}
