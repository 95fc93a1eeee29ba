//! What the table of threads calls.

#[unsafe(no_mangle)]
extern "C" fn turns(count: u32) -> u32 {
    bench_algorithms::turns(count)
}
