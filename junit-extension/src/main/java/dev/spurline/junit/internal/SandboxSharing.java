// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides who shares the sandbox of one spec, and when it is no longer needed. Does nothing itself: who is told to open or to
 * close does it, outside of the lock. What is to be opened is to be closed once, whatever happens in between. A sandbox may
 * be replaced while it is in use: it is then closed when the last that has it leaves.
 *
 * @param <S> the sandbox
 */
final class SandboxSharing<S> {

    private final Set<String> expected;
    private final Set<Share<S>> living = new LinkedHashSet<>();
    private @Nullable Share<S> current;

    /**
     * Begins without a sandbox.
     *
     * @param expected the ids of all that will need it, or may
     */
    SandboxSharing(Collection<String> expected) {
        this.expected = new HashSet<>(expected);
    }

    /** One sandbox, and who has it. */
    static final class Share<S> {

        private final CompletableFuture<S> sandbox = new CompletableFuture<>();
        private final Set<Member<S>> members = new HashSet<>();
        private final Set<String> names = new LinkedHashSet<>();
        private boolean retired;

        /** Returns the sandbox, once it is open; who opens it completes this. */
        CompletableFuture<S> sandbox() {
            return sandbox;
        }
    }

    /** Somebody who has a sandbox. */
    static final class Member<S> {

        private final Share<S> share;
        private final String name;
        private final boolean opens;
        private final Set<String> others = new LinkedHashSet<>();

        private Member(Share<S> share, String name, boolean opens) {
            this.share = share;
            this.name = name;
            this.opens = opens;
        }

        Share<S> share() {
            return share;
        }

        /** Returns whether this one is to see to the opening. */
        boolean opens() {
            return opens;
        }
    }

    /** Adds somebody who will need it, or may. */
    synchronized void expect(String id) {
        expected.add(id);
    }

    /**
     * Gives somebody the sandbox.
     *
     * @param id who; expected no longer
     * @param name the same, for people
     */
    synchronized Member<S> join(String id, String name) {
        expected.remove(id);
        if (current != null && current.sandbox.isCompletedExceptionally()) {
            // Whoever waited for it was interrupted: there is nothing to be closed, and it is not given again.
            var unused = retire(current);
        }
        boolean opens = current == null;
        Share<S> share = current == null ? begin() : current;
        Member<S> member = new Member<>(share, name, opens);
        for (Member<S> other : share.members) {
            other.others.add(name);
            member.others.add(other.name);
        }
        share.members.add(member);
        share.names.add(name);
        return member;
    }

    /** Begins a sandbox before anybody joins, if somebody will and there is none; it is to be opened. */
    synchronized Optional<Share<S>> prepare() {
        return current == null && !expected.isEmpty() ? Optional.of(begin()) : Optional.empty();
    }

    private Share<S> begin() {
        Share<S> share = new Share<>();
        living.add(share);
        current = share;
        return share;
    }

    /** Takes the sandbox from somebody who is done. Returns it if it is to be closed. One that could not be opened is not given again. */
    synchronized Optional<Share<S>> leave(Member<S> member) {
        Share<S> share = member.share;
        share.members.remove(member);
        return share.sandbox.isCompletedExceptionally() ? retire(share) : unneeded(share);
    }

    /** Takes note that somebody will not need it. Returns the sandbox if it is to be closed. */
    synchronized Optional<Share<S>> release(String id) {
        expected.remove(id);
        return current == null ? Optional.empty() : unneeded(current);
    }

    /** Returns the sandbox that the next one would get, if there is one. */
    synchronized Optional<Share<S>> current() {
        return Optional.ofNullable(current);
    }

    /** Gives this sandbox to nobody else. Returns it if it is to be closed. */
    synchronized Optional<Share<S>> retire(Share<S> share) {
        share.retired = true;
        if (current == share) {
            current = null;
        }
        return unneeded(share);
    }

    private Optional<Share<S>> unneeded(Share<S> share) {
        boolean needed = !share.members.isEmpty() || (!share.retired && !expected.isEmpty());
        if (needed || !living.remove(share)) {
            return Optional.empty();
        }
        if (current == share) {
            current = null;
        }
        return Optional.of(share);
    }

    /** Expects nobody any more. Returns all that are to be closed, whoever has them. */
    synchronized List<Share<S>> end() {
        expected.clear();
        current = null;
        List<Share<S>> left = List.copyOf(living);
        living.clear();
        return left;
    }

    /** Returns the names of those that had the sandbox while this one had it. */
    synchronized List<String> others(Member<S> member) {
        return List.copyOf(member.others);
    }

    /** Returns the names of all that have had the sandbox, in the order in which they came. */
    synchronized List<String> names(Share<S> share) {
        return List.copyOf(share.names);
    }

    /** Returns whether somebody else has the sandbox or may come for it. */
    synchronized boolean isNeededByOthers(Member<S> member) {
        Share<S> share = member.share;
        return share.members.size() > 1 || (!share.retired && !expected.isEmpty());
    }
}
