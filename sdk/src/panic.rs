//! What a panic leaves for the host: its text, and its place on the last line.

#![cfg(target_arch = "wasm32")]

#[cfg(any(feature = "std", feature = "panic-format", feature = "panic-location"))]
mod report {
    use core::cell::UnsafeCell;
    use core::panic::Location;

    use crate::control::CONTROL;
    use crate::fmt::Writer;

    /// Longer texts are cut.
    const LEN: usize = 1024;
    /// Bytes at the end that are kept for the place.
    const PLACE: usize = 256;

    struct Buffer(UnsafeCell<[u8; LEN]>);

    // SAFETY: a guest has one thread.
    unsafe impl Sync for Buffer {}

    static BUFFER: Buffer = Buffer(UnsafeCell::new([0; LEN]));

    /// Puts the message that `write` writes, and the place, where the host finds them.
    ///
    /// Nothing in here slices or indexes: what can fail brings 6 kB of formatting into every guest.
    pub(super) fn report(location: Option<&Location<'_>>, write: impl FnOnce(&mut Writer)) {
        let at = BUFFER.0.get().cast::<u8>();
        // SAFETY: a panic in `write` ends in this function again, and then traps; nothing else uses the buffer.
        let mut writer = unsafe { Writer::fixed(at, LEN - PLACE) };
        write(&mut writer);
        // SAFETY: the buffer is that long.
        unsafe { writer.extend(LEN) };
        writer.text("\n");
        if let Some(location) = location {
            writer.text(location.file());
            writer.text(":");
            number(&mut writer, location.line());
            writer.text(":");
            number(&mut writer, location.column());
        }
        CONTROL.panic_ptr.set(at);
        CONTROL.panic_len.set(writer.len());
    }

    /// A decimal number, without the formatting machinery.
    fn number(writer: &mut Writer, n: u32) {
        if n >= 10 {
            number(writer, n / 10);
        }
        let digit = [b'0' + (n % 10) as u8];
        // SAFETY: an ASCII digit.
        writer.text(unsafe { core::str::from_utf8_unchecked(&digit) });
    }
}

#[cfg(not(feature = "std"))]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    #[cfg(any(feature = "panic-format", feature = "panic-location"))]
    report::report(info.location(), |writer| {
        let message = info.message();
        match message.as_str() {
            Some(text) => writer.text(text),
            #[cfg(feature = "panic-format")]
            None => {
                // The writer never fails.
                let _ = core::fmt::write(writer, format_args!("{message}"));
            }
            #[cfg(not(feature = "panic-format"))]
            None => writer.text("panic"),
        }
    });
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
        let payload = info.payload();
        let text = match (payload.downcast_ref::<&str>(), payload.downcast_ref()) {
            (Some(text), _) => text,
            (None, Some(text)) => alloc::string::String::as_str(text),
            (None, None) => "panic",
        };
        report::report(info.location(), |writer| writer.text(text));
    }));
}
