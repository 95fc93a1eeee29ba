// A rule in C, written to docs/abi.md alone: no line ends with a blank. It needs no library, not even C's own.

typedef unsigned char u8;
typedef unsigned int u32;

// What crosses: a text, a list of texts, and the record `Finding`.
typedef struct {
    const u8 *bytes;
    u32 length;
} Text;

typedef struct {
    u32 line;
    Text message;
} Finding;

typedef struct {
    void *items;
    u32 count;
} List;

#define EXPORT(name) __attribute__((export_name(name)))

// ---- the control block, the global `pyext_v1`, and the scratch area for arguments

static u8 scratch[4096] __attribute__((aligned(16)));

struct {
    u32 size, flags;
    void *scratch_ptr;
    u32 scratch_len;
    const void *panic_ptr;
    u32 panic_len, pending, refused;
} pyext_v1 = {32, 0, scratch, sizeof scratch, 0, 0, 0, 0};

// ---- memory: blocks one behind the other, all of which go when the last one is given back

extern u8 __heap_base;
static u32 top, blocks;

static u32 take(u32 size, u32 align) {
    if (blocks == 0)
        top = (u32)&__heap_base;
    u32 at = (top + align - 1) & -align;
    u32 end = at + size;
    if (end < at)
        return 0;
    u32 pages = __builtin_wasm_memory_size(0);
    u32 needed = (end >> 16) + 1;
    if (needed > pages && __builtin_wasm_memory_grow(0, needed - pages) == (u32)-1)
        return 0;
    top = end;
    blocks++;
    return at;
}

EXPORT("pyext_alloc") u32 pyext_alloc(u32 size, u32 align) {
    return size == 0 ? align : take(size, align);
}

EXPORT("pyext_free") void pyext_free(u32 at, u32 size, u32 align) {
    (void)at, (void)align;
    if (size != 0)
        blocks--;
}

// A result is one block. Its token is 1: there is never more than one that waits, and one that is detached.
EXPORT("pyext_release") void pyext_release(u32 token) {
    if (token != 0)
        blocks--;
}

// ---- the rule

static const char message[] = "it ends with a blank";

EXPORT("check") List *check(const Text *lines, u32 count, u32 most) {
    if (pyext_v1.pending != 0) {
        pyext_v1.pending = 0;
        pyext_release(1);
    }
    u32 found = 0;
    for (u32 i = 0; i < count; i++) {
        u32 length = lines[i].length;
        found += length != 0 && lines[i].bytes[length - 1] == ' ';
    }
    if (found > most)
        found = most;
    u32 at = take(sizeof(List) + found * sizeof(Finding), 8);
    if (at == 0)
        __builtin_trap();
    List *result = (List *)at;
    Finding *findings = (Finding *)(result + 1);
    result->items = findings;
    result->count = found;
    for (u32 i = 0, n = 0; n < found; i++) {
        u32 length = lines[i].length;
        if (length != 0 && lines[i].bytes[length - 1] == ' ') {
            findings[n].line = i + 1;
            findings[n].message.bytes = (const u8 *)message;
            findings[n].message.length = sizeof message - 1;
            n++;
        }
    }
    pyext_v1.pending = 1;
    return result;
}
