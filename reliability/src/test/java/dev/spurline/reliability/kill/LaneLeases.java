// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The deadlines of the anchors in a lane. Those of JVMs that are gone are brought forward, if they are far away. */
final class LaneLeases {

    private static final String NO_DEADLINE_LEFT = "{\"spec\":{\"activeDeadlineSeconds\":1}}";

    private final TestBed bed;
    private final TestLane lane;
    private final Duration lease;

    LaneLeases(TestBed bed, TestLane lane, Duration lease) {
        this.bed = bed;
        this.lane = lane;
        this.lease = lease;
    }

    /** Returns the names of the anchors that there are. */
    Set<String> anchors() {
        return jobs().map(anchor -> anchor.getMetadata().getName()).collect(Collectors.toSet());
    }

    private Stream<Job> jobs() {
        return lane.namespaces().stream()
                .flatMap(namespace ->
                        bed.client().batch().v1().jobs().inNamespace(namespace).list().getItems().stream());
    }

    /** Ends all. */
    void end() {
        end(Set.of());
    }

    /**
     * Ends those that nobody renews any more.
     *
     * @param living the names of others
     */
    void end(Set<String> living) {
        if (lease.compareTo(KillLane.LEASE) > 0) {
            List<Job> ended = jobs().filter(
                            anchor -> !living.contains(anchor.getMetadata().getName()))
                    .filter(anchor -> !Long.valueOf(1).equals(anchor.getSpec().getActiveDeadlineSeconds()))
                    .toList();
            ended.forEach(anchor -> {
                assertEndsWithItsLease(anchor);
                end(anchor);
            });
        }
    }

    /** Without the harness it would have ended by itself, only later. */
    private void assertEndsWithItsLease(Job anchor) {
        Long seconds = anchor.getSpec().getActiveDeadlineSeconds();
        String name = anchor.getMetadata().getName();
        assertThat(seconds).as("deadline of [%s]", name).isNotNull();
        if (anchor.getStatus() != null && anchor.getStatus().getStartTime() != null) {
            assertThat(Instant.parse(anchor.getStatus().getStartTime()).plusSeconds(seconds))
                    .as("end of [%s]", name)
                    .isBefore(Instant.now().plus(lease).plus(TestBed.GRACE));
        }
    }

    private void end(Job anchor) {
        try {
            bed.client().resource(anchor).patch(PatchContext.of(PatchType.JSON_MERGE), NO_DEADLINE_LEFT);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }
}
