// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace hearth
{

/// How far a job has come. Units are the job's own, bytes for everything that moves files; total 0 means unknown.
struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    QString step; ///< words for a person, may be empty
};

/// State shared by a job's producer and its watchers. Finishes exactly once. Threads: any.
template <typename T>
class JobState
{
public:
    using Callback = std::function<void(const Result<T> &)>;

    void finish(Result<T> result)
    {
        std::vector<Callback> callbacks;
        {
            const std::lock_guard lock(m_mutex);
            if (m_result)
                return;
            m_result.emplace(std::move(result));
            callbacks.swap(m_callbacks);
        }
        m_finished.notify_all();
        for (const Callback &callback : callbacks)
            callback(*m_result);
    }

    void onFinished(Callback callback)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_result) {
                m_callbacks.push_back(std::move(callback));
                return;
            }
        }
        callback(*m_result);
    }

    void onProgress(std::function<void(const Progress &)> callback)
    {
        const std::lock_guard lock(m_mutex);
        m_progress = std::move(callback);
    }

    void report(const Progress &progress)
    {
        std::function<void(const Progress &)> callback;
        {
            const std::lock_guard lock(m_mutex);
            callback = m_progress;
        }
        if (callback)
            callback(progress);
    }

    const Result<T> &wait()
    {
        std::unique_lock lock(m_mutex);
        m_finished.wait(lock, [this] { return m_result.has_value(); });
        return *m_result;
    }

    bool isFinished() const
    {
        const std::lock_guard lock(m_mutex);
        return m_result.has_value();
    }

    std::stop_source &stopSource() { return m_stop; }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_finished;
    std::optional<Result<T>> m_result;
    std::vector<Callback> m_callbacks;
    std::function<void(const Progress &)> m_progress;
    std::stop_source m_stop;
};

/// Something that takes longer than 10 ms. Copies watch the same work.
template <typename T = void>
class [[nodiscard]] Job
{
public:
    Job() : m_state(std::make_shared<JobState<T>>()) {}

    /// Blocks until the end. Never on the GUI thread.
    const Result<T> &wait() const { return m_state->wait(); }
    bool isFinished() const { return m_state->isFinished(); }
    /// Asks the work to end soon; it finishes with ErrorKind::Cancelled.
    void stop() const { m_state->stopSource().request_stop(); }
    /// The callback runs on the thread that finishes the job, or at once when it is finished.
    void onFinished(typename JobState<T>::Callback callback) const { m_state->onFinished(std::move(callback)); }
    /// The callback runs on the working thread.
    void onProgress(std::function<void(const Progress &)> callback) const { m_state->onProgress(std::move(callback)); }
    const std::shared_ptr<JobState<T>> &state() const { return m_state; }

private:
    std::shared_ptr<JobState<T>> m_state;
};

/// A job that is finished already.
template <typename T>
Job<T> finishedJob(Result<T> result)
{
    Job<T> job;
    job.state()->finish(std::move(result));
    return job;
}

/// What the working function sees of its job.
template <typename T>
class JobContext
{
public:
    explicit JobContext(std::shared_ptr<JobState<T>> state) : m_state(std::move(state)) {}
    bool stopRequested() const { return m_state->stopSource().stop_requested(); }
    std::stop_token stopToken() const { return m_state->stopSource().get_token(); }
    void report(std::int64_t done, std::int64_t total, QString step = {}) const
    {
        m_state->report({done, total, std::move(step)});
    }

private:
    std::shared_ptr<JobState<T>> m_state;
};

/// A fixed number of threads that take work in order. The destructor lets running work end and drops what waits.
class WorkerPool
{
public:
    explicit WorkerPool(unsigned threads = 2);
    ~WorkerPool();
    WorkerPool(const WorkerPool &) = delete;
    WorkerPool &operator=(const WorkerPool &) = delete;

    void post(std::function<void()> work);

private:
    void run(const std::stop_token &stop);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_queue;
    std::vector<std::jthread> m_threads;
};

/// A job that goes on with the value of another one; an error passes through, stopping stops the first.
/// \param next takes the value, answers Result<To>; it runs on the thread that finished the first job
template <typename To, typename From, typename Next>
Job<To> thenJob(const Job<From> &first, Next next)
{
    Job<To> second;
    // The callback owns the second job only; the stop callback holds the first one weakly.
    const std::weak_ptr<JobState<From>> weak = first.state();
    auto stopper = std::make_shared<std::stop_callback<std::function<void()>>>(
        second.state()->stopSource().get_token(), std::function<void()>([weak] {
            if (const auto state = weak.lock())
                state->stopSource().request_stop();
        }));
    first.onFinished([state = second.state(), stopper, next = std::move(next)](const Result<From> &result) mutable {
        if (!result)
            state->finish(fail(result.error()));
        else if constexpr (std::is_void_v<From>)
            state->finish(next());
        else
            state->finish(next(*result));
    });
    return second;
}

/// Runs work on the pool and answers its job.
template <typename T, typename Work>
Job<T> startJob(WorkerPool &pool, Work work)
{
    Job<T> job;
    pool.post([state = job.state(), work = std::move(work)]() mutable {
        JobContext<T> context(state);
        if (context.stopRequested())
            state->finish(fail(ErrorKind::Cancelled, QStringLiteral("Stopped.")));
        else
            state->finish(work(context));
    });
    return job;
}

} // namespace hearth
