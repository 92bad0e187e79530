// SPDX-License-Identifier: Apache-2.0
#include "server/child/confinement.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <iterator>

namespace hearth::server
{
namespace
{

#if defined(__x86_64__)
constexpr std::uint32_t machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t machine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t machine = 0;
#endif

constexpr std::uint32_t foreignCalls = 0x40000000; // of another convention on the same machine

// Calls that are refused whatever their arguments are.
constexpr std::uint32_t refusedCalls[] = {
    SYS_socket,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmmsg,
    SYS_io_uring_setup,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_pidfd_send_signal,
    SYS_pidfd_open,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_userfaultfd,
    SYS_truncate,
    SYS_unlinkat,
    SYS_renameat,
    SYS_renameat2,
    SYS_mkdirat,
    SYS_mknodat,
    SYS_linkat,
    SYS_symlinkat,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_utimensat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
#if defined(__x86_64__)
    SYS_fork,
    SYS_vfork,
    SYS_creat,
    SYS_unlink,
    SYS_rename,
    SYS_mkdir,
    SYS_rmdir,
    SYS_link,
    SYS_symlink,
    SYS_mknod,
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
#endif
};

class Filter
{
public:
    void add(std::uint16_t code, std::uint32_t value, std::uint8_t yes = 0, std::uint8_t no = 0)
    {
        if (m_count < m_steps.size())
            m_steps[m_count++] = {code, yes, no, value};
    }
    void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
    void answer(std::uint32_t verdict) { add(BPF_RET | BPF_K, verdict); }
    void refuse(int error) { answer(SECCOMP_RET_ERRNO | (static_cast<std::uint32_t>(error) & SECCOMP_RET_DATA)); }
    void refuseCall(std::uint32_t call, int error)
    {
        add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
        refuse(error);
    }
    // A call with a bit of `mask` in an argument (`isRefusedWith`), or without any of them.
    void judgeBits(std::uint32_t call, int argument, std::uint32_t mask, bool isRefusedWith)
    {
        add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4);
        load(offsetof(seccomp_data, args) + static_cast<std::size_t>(argument) * 8);
        add(BPF_JMP | BPF_JSET | BPF_K, mask, isRefusedWith ? 0 : 1, isRefusedWith ? 1 : 0);
        refuse(EACCES);
        answer(SECCOMP_RET_ALLOW);
    }
    [[nodiscard]] bool install()
    {
        sock_fprog program{static_cast<unsigned short>(m_count), m_steps.data()};
        return m_count < m_steps.size() && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    }

private:
    std::array<sock_filter, 256> m_steps{};
    std::size_t m_count = 0;
};

bool filterCalls()
{
    if (machine == 0)
        return false;
    Filter filter;
    filter.load(offsetof(seccomp_data, arch));
    filter.add(BPF_JMP | BPF_JEQ | BPF_K, machine, 1, 0);
    filter.answer(SECCOMP_RET_KILL_PROCESS);
    filter.load(offsetof(seccomp_data, nr));
    filter.add(BPF_JMP | BPF_JGE | BPF_K, foreignCalls, 0, 1);
    filter.refuse(ENOSYS);
    for (const std::uint32_t call : refusedCalls)
        filter.refuseCall(call, EACCES);
    filter.refuseCall(SYS_clone3, ENOSYS); // its flags cannot be seen from here; libraries fall back to clone
    filter.refuseCall(SYS_openat2, ENOSYS);
    constexpr std::uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
#if defined(__x86_64__)
    filter.judgeBits(SYS_open, 1, writing, true);
#endif
    filter.judgeBits(SYS_openat, 2, writing, true);
    filter.judgeBits(SYS_clone, 0, CLONE_THREAD, false);
    // Its own threads may be signalled (that is how a program ends itself), no other process.
    filter.add(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 3);
    filter.load(offsetof(seccomp_data, args));
    filter.add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(getpid()), 1, 0);
    filter.refuse(EACCES);
    filter.answer(SECCOMP_RET_ALLOW);
    return filter.install();
}

// A second lock on the file system where the kernel has one; the filter alone keeps files from being changed too.
void lockFiles()
{
    landlock_ruleset_attr rules{};
    rules.handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                              LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                              LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                              LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                              LANDLOCK_ACCESS_FS_MAKE_SYM;
    const long handle = syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (handle < 0)
        return;
    (void)syscall(SYS_landlock_restrict_self, handle, 0);
    close(static_cast<int>(handle));
}

bool limit(__rlimit_resource what, std::uint64_t value)
{
    const rlimit both{value, value};
    return setrlimit(what, &both) == 0;
}

} // namespace

bool confineThisProcess(std::uint64_t memoryBytes, std::uint64_t processorSeconds)
{
    const bool isLimited = limit(RLIMIT_AS, memoryBytes) && limit(RLIMIT_CPU, processorSeconds) &&
                           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 64) && limit(RLIMIT_CORE, 0);
    if (!isLimited || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        (void)unshare(CLONE_NEWNET); // not everybody may; the filter refuses sockets anyway
    lockFiles();
    return filterCalls();
}

} // namespace hearth::server
