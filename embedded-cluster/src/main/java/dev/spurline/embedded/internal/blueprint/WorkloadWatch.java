// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.ClusterException;
import dev.spurline.embedded.internal.client.ObjectWatch;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Watches workloads until all are ready, or one of their pods shows that it never will be. */
final class WorkloadWatch implements AutoCloseable {

    /** Reasons that only another blueprint can cure. */
    private static final Set<String> HOPELESS = Set.of("ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName");

    /** Shorter than the shortest {@link StartupTime}, and of no weight beside it. */
    private static final long ROUND_SECONDS = 5;

    private final KubernetesClient client;
    private final Set<WorkloadName> missing = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final List<ObjectWatch<?>> watches = new ArrayList<>();

    WorkloadWatch(KubernetesClient client, List<WorkloadName> workloads) {
        this.client = client;
        missing.addAll(workloads);
        Set<String> namespaces =
                Set.copyOf(workloads.stream().map(WorkloadName::namespace).toList());
        watch(client.apps().deployments().inAnyNamespace(), new WorkloadHandler<>());
        if (workloads.stream().anyMatch(workload -> workload.kind().equals("StatefulSet"))) {
            watch(client.apps().statefulSets().inAnyNamespace(), new WorkloadHandler<>());
        }
        watch(client.pods().inAnyNamespace(), new PodHandler(namespaces));
    }

    private <T extends HasMetadata> void watch(Informable<T> objects, ResourceEventHandler<T> handler) {
        ObjectWatch<T> watch = ObjectWatch.of(objects, handler);
        watches.add(watch);
        watch.start().join();
    }

    void await(StartupTime time) {
        try {
            if (!isReadyWithin(new StartupLimit(time))) {
                throw new ClusterException("The embedded cluster cannot become ready:" + report());
            }
        } catch (ExecutionException e) {
            throw new ClusterException("Watching the embedded cluster failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while the embedded cluster starts", e);
        }
    }

    private boolean isReadyWithin(StartupLimit limit) throws ExecutionException, InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            try {
                return ready.get(ROUND_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                lookAgain();
                long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                String report = report();
                if (limit.isReached(elapsed, report) && !ready.isDone()) {
                    throw new ClusterException(
                            "The embedded cluster is not ready after %s:%s".formatted(limit.told(elapsed), report), e);
                }
            }
        }
    }

    /** A watch of the client library that ends begins anew, and tells nobody what it may have missed. */
    private void lookAgain() {
        List.copyOf(missing).stream()
                .flatMap(workload -> workload.read(client).stream())
                .forEach(this::see);
    }

    @Override
    public void close() {
        watches.forEach(ObjectWatch::close);
    }

    private String report() {
        return new WorkloadReport(client)
                .of(missing.stream()
                        .sorted(Comparator.comparing(WorkloadName::title))
                        .toList());
    }

    private void see(HasMetadata object) {
        WorkloadName name = new WorkloadName(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
        if (missing.contains(name) && isReady(object)) {
            missing.remove(name);
            if (missing.isEmpty()) {
                ready.complete(true);
            }
        }
    }

    private static boolean isReady(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return deployment.getStatus() != null
                    && Objects.equals(
                            deployment.getStatus().getObservedGeneration(),
                            deployment.getMetadata().getGeneration())
                    && (Objects.equals(deployment.getSpec().getReplicas(), 0)
                            || Readiness.isDeploymentReady(deployment));
        }
        return Readiness.getInstance().isReady(object);
    }

    private class WorkloadHandler<T extends HasMetadata> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            see(object);
        }

        @Override
        public void onUpdate(T before, T object) {
            see(object);
        }

        @Override
        public void onDelete(T object, boolean unknown) {}
    }

    private final class PodHandler extends WorkloadHandler<Pod> {

        private final Set<String> namespaces;

        PodHandler(Set<String> namespaces) {
            this.namespaces = namespaces;
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            super.onUpdate(before, pod);
            boolean ours = namespaces.contains(pod.getMetadata().getNamespace());
            if (ours && pod.getStatus() != null && statuses(pod).anyMatch(PodHandler::isHopeless)) {
                ready.complete(false);
            }
        }

        private static Stream<ContainerStatus> statuses(Pod pod) {
            return Stream.concat(
                    pod.getStatus().getInitContainerStatuses().stream(),
                    pod.getStatus().getContainerStatuses().stream());
        }

        private static boolean isHopeless(ContainerStatus status) {
            return status.getState() != null
                    && status.getState().getWaiting() != null
                    && HOPELESS.contains(status.getState().getWaiting().getReason());
        }
    }
}
