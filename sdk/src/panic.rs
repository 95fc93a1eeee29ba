//! What a panic leaves for the host: its text, and its place on the last line.

#![cfg(target_arch = "wasm32")]

#[cfg(any(feature = "std", feature = "panic-format", feature = "panic-location"))]
mod report {
    use core::cell::UnsafeCell;
    use core::fmt::{Result, Write};

    use crate::control::CONTROL;

    /// Longer texts are cut.
    const LEN: usize = 1024;

    struct Buffer(UnsafeCell<[u8; LEN]>);

    // SAFETY: a guest has one thread.
    unsafe impl Sync for Buffer {}

    static BUFFER: Buffer = Buffer(UnsafeCell::new([0; LEN]));

    /// Writes text where the host finds it.
    pub(super) struct Report;

    impl Report {
        /// Begins the text of a panic.
        pub(super) fn begin() -> Report {
            CONTROL.panic_ptr.set(BUFFER.0.get().cast());
            CONTROL.panic_len.set(0);
            Report
        }

        pub(super) fn text(&mut self, text: &str) {
            let written = CONTROL.panic_len.get();
            // The place comes last and must not be cut, so a long message leaves room for it.
            let room = (LEN - 256).saturating_sub(written);
            let cut = if text == "\n" {
                1
            } else {
                text.floor_char_boundary(room)
            };
            self.raw(&text[..cut]);
        }

        pub(super) fn place(&mut self, location: &core::panic::Location<'_>) {
            self.raw("\n");
            let file = location.file();
            // The end of a path says more than its start.
            let start = file.ceil_char_boundary(file.len().saturating_sub(200));
            self.raw(&file[start..]);
            self.raw(":");
            self.number(location.line());
            self.raw(":");
            self.number(location.column());
        }

        fn raw(&mut self, text: &str) {
            let written = CONTROL.panic_len.get();
            let len = text.len().min(LEN - written);
            // SAFETY: `written + len` is within the buffer, and nothing else refers to it.
            unsafe {
                BUFFER
                    .0
                    .get()
                    .cast::<u8>()
                    .add(written)
                    .copy_from_nonoverlapping(text.as_ptr(), len);
            }
            CONTROL.panic_len.set(written + len);
        }

        /// A decimal number, without the formatting machinery.
        fn number(&mut self, mut n: u32) {
            let mut digits = [0; 10];
            let mut at = digits.len();
            loop {
                at -= 1;
                digits[at] = b'0' + (n % 10) as u8;
                n /= 10;
                if n == 0 {
                    break;
                }
            }
            // SAFETY: ASCII digits.
            self.raw(unsafe { core::str::from_utf8_unchecked(&digits[at..]) });
        }
    }

    impl Write for Report {
        fn write_str(&mut self, text: &str) -> Result {
            self.text(text);
            Ok(())
        }
    }
}

#[cfg(not(feature = "std"))]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    #[cfg(any(feature = "panic-format", feature = "panic-location"))]
    {
        let mut report = report::Report::begin();
        let message = info.message();
        match message.as_str() {
            Some(text) => report.text(text),
            #[cfg(feature = "panic-format")]
            None => {
                // `Report` never fails.
                let _ = core::fmt::write(&mut report, format_args!("{message}"));
            }
            #[cfg(not(feature = "panic-format"))]
            None => report.text("panic"),
        }
        if let Some(location) = info.location() {
            report.place(location);
        }
    }
    let _ = info;
    core::arch::wasm32::unreachable()
}

/// Passes the text of panics on to the host, from the first call on. std's own handler then aborts, which traps.
#[cfg(feature = "std")]
pub(crate) fn install_hook() {
    use core::cell::Cell;

    struct Once(Cell<bool>);
    // SAFETY: a guest has one thread.
    unsafe impl Sync for Once {}
    static INSTALLED: Once = Once(Cell::new(false));

    if INSTALLED.0.replace(true) {
        return;
    }
    std::panic::set_hook(alloc::boxed::Box::new(|info| {
        let mut report = report::Report::begin();
        let payload = info.payload();
        let text = match (payload.downcast_ref::<&str>(), payload.downcast_ref()) {
            (Some(text), _) => text,
            (None, Some(text)) => alloc::string::String::as_str(text),
            (None, None) => "panic",
        };
        report.text(text);
        if let Some(location) = info.location() {
            report.place(location);
        }
    }));
}
