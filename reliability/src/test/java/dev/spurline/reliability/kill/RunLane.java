// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.awaitility.Awaitility.await;

import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.jvm.ChildJvm;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** A lane in which two JVMs of a run share a sandbox, each with a proxy of its own before the API server. */
final class RunLane implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(150);
    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final Pattern KEY = Pattern.compile("spurline=([a-z][a-z2-7]{9})");

    private final TestLane lane;
    private final SandboxShape shape;
    private final StartedJvms nursery;
    private final Duration lease;
    private final LaneLeases leases;
    private final LaneAnswers answers;
    private final LaneLeftovers leftovers;
    private final Seat opener;
    private final Seat joiner;
    private String key = "";

    /** Where one of the two JVMs is started. */
    private record Seat(ApiProxy proxy, Path kubeconfig) {

        static Seat at(TestBed bed, String name) {
            ApiProxy proxy = ApiProxy.before(bed.config());
            return new Seat(proxy, bed.kubeconfig(name, proxy.kubeconfig(TestBed.CONTEXT)));
        }

        List<CycleRequest> writes(TestLane lane, String key) {
            return CycleRequest.in(
                    proxy.seen().stream().filter(ProxiedRequest::write).toList(), lane, key);
        }
    }

    RunLane(TestBed bed, TestLane lane, StartedJvms nursery, Duration lease) {
        this.lane = lane;
        this.shape = new SandboxShape(1, 1, lane.routes());
        this.nursery = nursery;
        this.lease = lease;
        this.leases = new LaneLeases(bed, lane, lease);
        this.answers = new LaneAnswers(bed, lane);
        this.leftovers = new LaneLeftovers(bed, lane);
        this.opener = Seat.at(bed, "opener-" + lane.number());
        this.joiner = Seat.at(bed, "joiner-" + lane.number());
    }

    SandboxShape shape() {
        return shape;
    }

    /** Returns the writes of a JVM that opens the sandbox and leaves it. */
    List<CycleRequest> writesOfOpener() {
        try (ChildJvm child = nursery.take()) {
            OpenedSandbox opened = begin(opener, child);
            key = key(opened);
            leave(child);
        }
        endAll();
        return opener.writes(lane, key);
    }

    /** Returns the writes of a JVM that joins the sandbox and leaves it. */
    List<CycleRequest> writesOfJoiner() {
        try (ChildJvm first = nursery.take();
                ChildJvm second = nursery.take()) {
            begin(opener, first);
            begin(joiner, second);
            leave(second);
            leave(first);
        }
        endAll();
        return joiner.writes(lane, key);
    }

    private void endAll() {
        await().atMost(TIMEOUT).pollInterval(LOOK).until(() -> {
            leases.end();
            return leftovers.now().isEmpty();
        });
    }

    /** Ends the JVM that opens the sandbox at a point; another one of the run has to get on without it. */
    KillTrial killOpener(KillPoint point) {
        AtomicLong killed = new AtomicLong();
        try (ChildJvm first = nursery.take();
                ChildJvm second = nursery.take()) {
            if (!cycle(opener, first, point, killed)) {
                return unreached(point, first);
            }
            leases.end();
            String wrong = use(second);
            return judge(point, killed.get(), wrong);
        }
    }

    /** Ends a JVM that joins the sandbox at a point; who has opened it has it still. */
    KillTrial killJoiner(KillPoint point) {
        AtomicLong killed = new AtomicLong();
        try (ChildJvm first = nursery.take();
                ChildJvm second = nursery.take()) {
            OpenedSandbox opened = begin(opener, first);
            Set<String> living = leases.anchors();
            if (!cycle(joiner, second, point, killed)) {
                return unreached(point, second);
            }
            leases.end(living);
            String wrong = stays(opened.headers());
            leave(first);
            return judge(point, killed.get(), wrong);
        }
    }

    /** Ends the JVM that has opened the sandbox, then the one that has joined it. */
    KillTrial killBoth(KillPoint point) {
        try (ChildJvm first = nursery.take();
                ChildJvm second = nursery.take()) {
            OpenedSandbox opened = begin(opener, first);
            Set<String> openers = leases.anchors();
            OpenedSandbox joined = begin(joiner, second);
            if (!joined.baggage().equals(opened.baggage())) {
                return new KillTrial(point, lane, false, Optional.empty(), List.of(), "two sandboxes");
            }
            Set<String> joiners = leases.anchors();
            joiners.removeAll(openers);
            first.kill();
            leases.end(joiners);
            String wrong = stays(joined.headers());
            second.kill();
            return judge(point, System.nanoTime(), wrong);
        }
    }

    private OpenedSandbox begin(Seat seat, ChildJvm child) {
        seat.proxy().forget();
        seat.proxy().calm();
        order(seat, child);
        String said = child.hear().orElse("");
        return OpenedSandbox.parse(said)
                .orElseThrow(() -> new IllegalStateException(
                        "A JVM that nobody disturbed said [%s]; its log:%n%s".formatted(said, child.log())));
    }

    private void order(Seat seat, ChildJvm child) {
        Map<String, String> settings = new TreeMap<>(TestBed.properties(lane, lease, seat.kubeconfig()));
        settings.put("spurline.run", "kill");
        child.say(new CycleOrder(settings, lane.home(), "", shape.workloads(lane), TIMEOUT).line());
    }

    private static void leave(ChildJvm child) {
        child.say("close");
        String said = child.hear().orElse("");
        if (!said.equals("closed")) {
            throw new IllegalStateException(
                    "A JVM that nobody disturbed ended with [%s]; its log:%n%s".formatted(said, child.log()));
        }
        child.awaitEnd();
    }

    /** Leads a JVM through its cycle, and returns whether it was ended at the point. */
    private boolean cycle(Seat seat, ChildJvm child, KillPoint point, AtomicLong killed) {
        Runnable kill = () -> {
            killed.set(System.nanoTime());
            child.kill();
        };
        seat.proxy().forget();
        seat.proxy()
                .rule(point.spot()
                        .rule(
                                lane,
                                key,
                                point.moment() == KillMoment.BEFORE
                                        ? Disturbance.before(kill)
                                        : Disturbance.after(kill)));
        order(seat, child);
        if (child.hear().flatMap(OpenedSandbox::parse).isPresent()) {
            child.say("close");
            var unused = child.hear();
        }
        seat.proxy().calm();
        return killed.get() != 0;
    }

    private KillTrial unreached(KillPoint point, ChildJvm child) {
        return new KillTrial(point, lane, false, Optional.empty(), List.of(), child.log());
    }

    /** Has a JVM open or join the sandbox, and leave it; returns what was wrong. */
    private String use(ChildJvm child) {
        try {
            OpenedSandbox opened = begin(joiner, child);
            answers.assertForked(shape, opened.answer());
            answers.await(shape, opened.headers());
            leave(child);
            return key(opened).equals(key) ? "" : "another sandbox [%s]".formatted(key(opened));
        } catch (ConditionTimeoutException | IllegalStateException e) {
            return "the other JVM: " + e.getMessage();
        }
    }

    /** Returns what was wrong with the answers of the forks after a JVM has ended. */
    private String stays(Map<String, String> headers) {
        try {
            await().atMost(TIMEOUT).during(A_WHILE).pollInterval(LOOK).until(() -> answers.areForked(shape, headers));
            return "";
        } catch (ConditionTimeoutException e) {
            return "the other JVM: " + e.getMessage();
        }
    }

    private KillTrial judge(KillPoint point, long killed, String wrong) {
        try {
            endAll();
        } catch (ConditionTimeoutException e) {
            return new KillTrial(point, lane, true, Optional.empty(), leftovers.now(), wrong);
        }
        return new KillTrial(
                point, lane, true, Optional.of(Duration.ofNanos(System.nanoTime() - killed)), List.of(), wrong);
    }

    private static String key(OpenedSandbox opened) {
        Matcher found = KEY.matcher(opened.baggage());
        return found.find() ? found.group(1) : "";
    }

    @Override
    public void close() {
        opener.proxy().close();
        joiner.proxy().close();
    }
}
