// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.pod;

import dev.spurline.embedded.internal.node.container.ContainerView;
import dev.spurline.embedded.internal.node.container.ContainerWorker;
import dev.spurline.embedded.internal.node.container.PodGrace;
import dev.spurline.embedded.internal.node.container.PodScope;
import dev.spurline.embedded.internal.node.container.PodView;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import dev.spurline.embedded.internal.node.volume.PodVolumes;
import dev.spurline.embedded.internal.threads.SerialTasks;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads one pod from its binding to its end. Whatever happens is noted in the pod's mailbox; when that is empty, the
 * worker looks at the whole and does what is due: level-based, like a kubelet's sync.
 *
 * <p>Source: {@code pkg/kubelet/pod_workers.go} (podWorkers).
 */
public final class PodWorker implements PodScope {

    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);

    private final NodeContext node;
    private final PodObject object;
    private final SerialTasks mailbox;
    private final PodResources place;
    private final List<ContainerWorker> init;
    private final List<ContainerWorker> main;
    private final String ip;
    private final Instant since = Instant.now();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    private Stage stage = Stage.NEW;
    private volatile Pod pod;
    private volatile Map<Integer, Integer> ports = Map.of();
    private volatile List<ContainerView> shown = List.of();
    private boolean removed;
    private boolean begun;
    private @Nullable Duration grace;
    private @Nullable PodStatus told;
    private Optional<PodView.PodFailure> failure = Optional.empty();

    private enum Stage {
        /** Nothing has been done. */
        NEW,
        /** Network and volumes are being made. */
        PREPARING,
        /** Containers run or shall run. */
        RUNNING,
        /** Containers are being stopped. */
        ENDING,
        /** No container will run again. */
        OVER,
        /** The pod's object is gone. */
        GONE
    }

    public PodWorker(NodeContext node, Pod pod) {
        this.node = node;
        this.pod = pod;
        this.object = new PodObject(node.client(), pod);
        this.mailbox = new SerialTasks(node.threads(), this::sync);
        this.place = new PodResources(this, () -> stage = Stage.RUNNING, this::enter, this::refreshVolumes);
        this.ip = node.addresses().take();
        this.init = workers(pod.getSpec().getInitContainers(), true);
        this.main = workers(pod.getSpec().getContainers(), false);
    }

    private List<ContainerWorker> workers(List<Container> specs, boolean isInit) {
        return specs.stream()
                .map(spec -> new ContainerWorker(this, spec, isInit))
                .toList();
    }

    /** Takes a newer version of the pod's object. */
    public void update(Pod newer) {
        post(() -> renew(newer));
    }

    /** Learns that the pod's object is gone. */
    public void remove() {
        post(() -> removed = true);
    }

    /** Ends the pod because the node ends, and completes when nothing of it is left. */
    public CompletableFuture<Void> shutDown(Duration longest) {
        post(() -> {
            removed = true;
            grace = longest;
        });
        return released;
    }

    /** Completes when nothing of the pod is left. */
    public CompletableFuture<Void> released() {
        return released;
    }

    public Optional<ContainerWorker> container(String name) {
        return containers().filter(worker -> worker.name().equals(name)).findFirst();
    }

    public Optional<ContainerView> view(String name) {
        return shown.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /** Returns the loopback port behind a port of the pod or of its proxy, which has what it opens for itself. */
    public Optional<Integer> forwardPort(int port) {
        return place.network().map(network -> network.proxyPorts().get(port)).or(() -> localPort(port));
    }

    @Override
    public NodeContext node() {
        return node;
    }

    @Override
    public Pod pod() {
        return pod;
    }

    @Override
    public String ip() {
        return ip;
    }

    @Override
    public Map<String, String> services() {
        return place.network()
                .map(PodNetwork.NetworkAttachment::serviceEnvironment)
                .orElse(Map.of());
    }

    @Override
    public Optional<Path> hosts() {
        return place.hosts();
    }

    @Override
    public PodVolumes volumes() {
        return place.volumes();
    }

    @Override
    public Optional<Integer> localPort(int port) {
        return Optional.ofNullable(openPorts().get(port));
    }

    @Override
    public void probed(int port) {
        place.network().ifPresent(network -> network.probed(port));
    }

    @Override
    public void post(Runnable task) {
        try {
            mailbox.execute(task);
        } catch (RejectedExecutionException e) {
            // The node is closed; nobody waits for what the task would have found out.
            LOG.trace("Dropped a task of a closed node", e);
        }
    }

    @Override
    public ObjectReference reference(String fieldPath) {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .withFieldPath(fieldPath.isEmpty() ? null : fieldPath)
                .build();
    }

    private Stream<ContainerWorker> containers() {
        return Stream.concat(init.stream(), main.stream());
    }

    private void renew(Pod newer) {
        if (PodObject.version(newer) >= PodObject.version(pod)) {
            pod = newer;
        }
        if (place.volumes().showsPod()) {
            refreshVolumes();
        }
    }

    private void sync() {
        Instant now = Instant.now();
        ports = openPorts();
        switch (stage) {
            case NEW -> prepare();
            case PREPARING -> giveUpIfAsked();
            case RUNNING -> run(now);
            case ENDING -> end();
            case OVER -> leaveIfAsked();
            case GONE -> {}
        }
        publish(now);
    }

    private void prepare() {
        if (isFinished(pod)) {
            stage = Stage.OVER;
            leaveIfAsked();
            return;
        }
        stage = Stage.PREPARING;
        enter();
    }

    private void enter() {
        if (stage == Stage.PREPARING && !isLeaving()) {
            place.enter();
        }
    }

    private void refreshVolumes() {
        if (stage == Stage.RUNNING) {
            place.refresh();
        } else {
            enter();
        }
    }

    private void giveUpIfAsked() {
        if (isLeaving() && !place.isEntering()) {
            stage = Stage.ENDING;
            end();
        }
    }

    private void run(Instant now) {
        if (isLeaving()) {
            stage = Stage.ENDING;
            end();
            return;
        }
        Optional<ContainerWorker> unfinished = begun
                ? Optional.empty()
                : init.stream()
                        .filter(container -> !container.view().isInitialized())
                        .findFirst();
        init.stream()
                .filter(container -> container.isSidecar() && (begun || container.hasRun()))
                .forEach(container -> container.advance(now));
        unfinished.ifPresent(container -> container.advance(now));
        if (unfinished.isEmpty()) {
            begun = true;
            main.forEach(container -> container.advance(now));
        }
        if (unfinished.filter(ContainerWorker::isOver).isPresent()
                || main.stream().allMatch(ContainerWorker::isOver)) {
            stage = Stage.ENDING;
            end();
        }
    }

    private void end() {
        Duration left = grace == null ? removed ? Duration.ZERO : PodGrace.of(pod) : grace;
        List<ContainerWorker> first = containers()
                .filter(container -> container.isAlive() && !container.isSidecar())
                .toList();
        first.forEach(container -> stop(container, left));
        if (first.isEmpty()) {
            sidecars()
                    .filter(ContainerWorker::isAlive)
                    .reduce((one, last) -> last)
                    .ifPresent(last -> stop(last, left));
        }
        if (grace != null || removed) {
            sidecars().forEach(container -> stop(container, left));
        }
        if (containers().noneMatch(ContainerWorker::isAlive)) {
            conclude();
            leaveIfAsked();
        }
    }

    private static void stop(ContainerWorker container, Duration left) {
        container.stop(left, "Stopping container " + container.name());
    }

    private Stream<ContainerWorker> sidecars() {
        return init.stream().filter(ContainerWorker::isSidecar);
    }

    /** Tells the pod's last status and gives back what it had. */
    private void conclude() {
        containers().forEach(ContainerWorker::forgetProbes);
        boolean awaited = !pod.getMetadata().getFinalizers().isEmpty();
        if (!removed && (awaited || containers().anyMatch(ContainerWorker::hasRun))) {
            tell(view().ended(), Instant.now());
        }
        stage = Stage.OVER;
        ports = Map.of();
        place.leaveNetwork();
    }

    private void leaveIfAsked() {
        if (!isLeaving()) {
            return;
        }
        stage = Stage.GONE;
        if (!removed) {
            object.delete();
        }
        place.volumes().remove();
        node.addresses().giveBack(ip);
        released.complete(null);
    }

    private boolean isLeaving() {
        return removed || pod.getMetadata().getDeletionTimestamp() != null;
    }

    private void publish(Instant now) {
        if (stage == Stage.OVER || stage == Stage.GONE || removed) {
            return;
        }
        boolean news = containers().map(ContainerWorker::settle).reduce(false, Boolean::logicalOr);
        if (!news && containers().anyMatch(container -> container.isSettling(now))) {
            return;
        }
        tell(view(), now);
        if (news) {
            post(() -> {});
        }
    }

    private void tell(PodView view, Instant now) {
        shown = Stream.concat(view.init().stream(), view.main().stream()).toList();
        PodStatus status = view.status(pod, now);
        if (status.equals(told)) {
            return;
        }
        Optional<Pod> answer = object.write(pod, annotations(), fresh -> view.status(fresh, now));
        if (answer.isPresent()) {
            renew(answer.get());
            told = view.status(pod, now);
        } else {
            node.schedule(() -> post(() -> {}), Duration.ofMillis(250));
        }
    }

    private PodView view() {
        return new PodView(
                init.stream().map(ContainerWorker::view).toList(),
                main.stream().map(ContainerWorker::view).toList(),
                place.network().isPresent() ? ip : "",
                NodeContext.HOST_IP,
                since,
                place.network().isPresent(),
                false,
                failure);
    }

    private Map<Integer, Integer> openPorts() {
        Map<Integer, Integer> open = new TreeMap<>();
        containers().forEach(container -> open.putAll(container.ports()));
        return open;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        place.network().ifPresent(network -> annotations.putAll(network.annotations()));
        annotations.put(PodObject.ADDRESS, PodObject.address(ports));
        return annotations;
    }

    private static boolean isFinished(Pod pod) {
        String phase = pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
