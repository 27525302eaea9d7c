// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.pod;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.node.container.PodScope;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import dev.spurline.embedded.internal.node.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod's place on the node: its volumes and its part of the network. All but looking at it is done in its mailbox. */
final class PodResources {

    private final PodScope scope;
    private final NodeContext node;
    private final PodVolumes volumes;
    private final Runnable entered;
    private final Runnable again;
    private volatile PodNetwork.@Nullable NetworkAttachment attachment;
    private volatile Optional<Path> hosts = Optional.empty();
    private boolean named;
    private boolean entering;
    private int refusals;
    private Optional<Instant> renewal = Optional.empty();

    /**
     * Describes a place that has not been entered.
     *
     * @param entered told when the place is there
     * @param again told when another attempt to enter is due
     * @param changed told when volumes have to be brought up to date
     */
    PodResources(PodScope scope, Runnable entered, Runnable again, Runnable changed) {
        this.scope = scope;
        this.node = scope.node();
        this.volumes = new PodVolumes(node, scope::pod, () -> scope.post(changed));
        this.entered = entered;
        this.again = again;
    }

    PodVolumes volumes() {
        return volumes;
    }

    Optional<PodNetwork.NetworkAttachment> network() {
        return Optional.ofNullable(attachment);
    }

    /** Returns the hosts file of the pod, made when it is first asked for; later Services join it by themselves. */
    synchronized Optional<Path> hosts() {
        PodNetwork.NetworkAttachment joined = attachment;
        if (joined != null && !named) {
            named = true;
            Pod pod = scope.pod();
            Path place = node.directory().pod(pod.getMetadata().getUid());
            HostsFile file = new HostsFile(place, pod.getMetadata().getName()).create();
            joined.names(names -> {
                if (!names.isEmpty()) {
                    file.write(names);
                    hosts = Optional.of(file.path());
                }
            });
        }
        return hosts;
    }

    boolean isEntering() {
        return entering;
    }

    /** Makes volumes and joins the network, unless that is being done; what is missing is waited for. */
    void enter() {
        if (!entering) {
            entering = true;
            node.threads().execute(this::join);
        }
    }

    private void join() {
        try {
            Map<String, String> failures = volumes.prepare();
            if (!failures.isEmpty()) {
                failures.forEach(this::tellFailedMount);
                scope.post(this::enterLater);
                return;
            }
            PodNetwork.NetworkAttachment joined = node.network().attach(PodObject.withIp(scope.pod(), scope.ip()));
            scope.post(() -> {
                entering = false;
                attachment = joined;
                entered.run();
                renewLater();
            });
        } catch (RuntimeException e) {
            String message = "Failed to create pod sandbox: " + FailureText.of(e);
            node.events().warning(scope.reference(""), "FailedCreatePodSandBox", message);
            scope.post(this::enterLater);
        }
    }

    private void enterLater() {
        entering = false;
        node.schedule(() -> scope.post(again), PodVolumes.pause(refusals++));
    }

    private void tellFailedMount(String volume, String problem) {
        String message = "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volume, problem);
        node.events().warning(scope.reference(""), "FailedMount", message);
    }

    /** Brings volumes up to date. */
    void refresh() {
        node.threads().execute(() -> {
            volumes.prepare().forEach(this::tellFailedMount);
            scope.post(this::renewLater);
        });
    }

    private void renewLater() {
        Optional<Instant> next = volumes.renewal();
        if (next.isPresent() && !next.equals(renewal)) {
            node.schedule(() -> scope.post(this::renew), Duration.between(Instant.now(), next.get()));
        }
        renewal = next;
    }

    private void renew() {
        if (attachment != null) {
            refresh();
        }
    }

    void leaveNetwork() {
        PodNetwork.NetworkAttachment joined = attachment;
        attachment = null;
        if (joined != null) {
            joined.close();
        }
    }
}
