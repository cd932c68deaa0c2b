//! The one way the house learns what day it is: a clock passed in, so that tests can choose the day.

use jiff::civil::Date;
use std::sync::Arc;

/// Answers today's date in the United Kingdom.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Date + Send + Sync>);

impl Clock {
    /// A clock that asks `today` each time.
    pub fn new(today: impl Fn() -> Date + Send + Sync + 'static) -> Self {
        Self(Arc::new(today))
    }

    /// A clock that stands still, for tests.
    pub fn fixed(date: Date) -> Self {
        Self::new(move || date)
    }

    /// Today's date.
    pub fn today(&self) -> Date {
        (self.0)()
    }
}
