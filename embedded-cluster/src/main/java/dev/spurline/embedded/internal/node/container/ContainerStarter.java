// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Waiting;
import dev.spurline.embedded.internal.node.environment.ApiReferences;
import dev.spurline.embedded.internal.node.environment.ContainerConfigException;
import dev.spurline.embedded.internal.node.environment.ContainerEnvironment;
import dev.spurline.embedded.internal.node.environment.ContainerResources;
import dev.spurline.embedded.internal.node.environment.DownwardField;
import dev.spurline.embedded.internal.node.environment.VariableExpansion;
import dev.spurline.embedded.internal.node.machine.ImageReference;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.machine.NodeImage;
import dev.spurline.embedded.internal.node.volume.VolumeMounts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt to start a container: image, environment, program; tells each step as an Event.
 *
 * <p>Source: {@code pkg/kubelet/kuberuntime/kuberuntime_container.go} (startContainer).
 */
final class ContainerStarter {

    /** An annotation of pods: {@code false} leaves the resolution of names in their JVMs alone. */
    private static final String SERVICE_NAMES = "embedded.spurline.dev/service-names";

    private final PodScope scope;
    private final Container spec;
    private final NodeContext node;
    private final ObjectReference reference;

    ContainerStarter(PodScope scope, Container spec, ObjectReference reference) {
        this.scope = scope;
        this.spec = spec;
        this.node = scope.node();
        this.reference = reference;
    }

    StartOutcome attempt() {
        try {
            return attemptOnce();
        } catch (RuntimeException e) {
            // The API server may be away for a moment; the attempt is repeated.
            return new StartOutcome.Refused(Waiting.because("CreateContainerConfigError", FailureText.of(e)));
        }
    }

    private StartOutcome attemptOnce() {
        ImageReference image = new ImageReference(spec.getImage() == null ? "" : spec.getImage());
        Optional<String> defect = image.defect();
        if (defect.isPresent()) {
            node.events().warning(reference, "InspectFailed", defect.get());
            return refuse("InvalidImageName", "InvalidImageName", defect.get());
        }
        Optional<NodeImage> found = node.images().find(image);
        if (found.isEmpty()) {
            return missing(image);
        }
        tellPulled(image);
        try {
            return run(found.get());
        } catch (ContainerConfigException e) {
            return refuse("CreateContainerConfigError", e.text(), e.text());
        }
    }

    private StartOutcome missing(ImageReference image) {
        if ("Never".equals(spec.getImagePullPolicy())) {
            String message = "Container image \"%s\" is not present with pull policy of Never".formatted(image.text());
            node.events().warning(reference, "ErrImageNeverPull", message);
            return refuse("ErrImageNeverPull", "ErrImageNeverPull", message);
        }
        String message = "failed to pull and unpack image \"%s\": no image of the blueprint matches it; there are %s"
                .formatted(image.canonical(), node.images().patterns());
        node.events().normal(reference, "Pulling", "Pulling image \"%s\"".formatted(image.text()));
        node.events().warning(reference, "Failed", "Failed to pull image \"%s\": %s".formatted(image.text(), message));
        node.events().warning(reference, "Failed", "Error: ErrImagePull");
        return new StartOutcome.NoImage(message);
    }

    private void tellPulled(ImageReference image) {
        if ("Always".equals(spec.getImagePullPolicy())) {
            node.events().normal(reference, "Pulling", "Pulling image \"%s\"".formatted(image.text()));
            String message = "Successfully pulled image \"%s\" in 1ms (1ms including waiting). Image size: 0 bytes.";
            node.events().normal(reference, "Pulled", message.formatted(image.text()));
        } else {
            String message = "Container image \"%s\" already present on machine and can be accessed by the pod";
            node.events().normal(reference, "Pulled", message.formatted(image.text()));
        }
    }

    private StartOutcome refuse(String reason, String error, String message) {
        node.events().warning(reference, "Failed", "Error: " + error);
        return new StartOutcome.Refused(Waiting.because(reason, message));
    }

    private StartOutcome run(NodeImage image) throws ContainerConfigException {
        ContainerLog log = new ContainerLog();
        ContainerStart start = start(image, log);
        node.events().normal(reference, "Created", "Container created");
        try {
            RunningContainer run = image instanceof NodeImage.InProcess program
                    ? ServerContainer.start(program.program(), start, node.threads())
                    : ProcessContainer.start(
                            entrypoint((NodeImage.LocalProcess) image), start, node.threads(), node.guard());
            node.events().normal(reference, "Started", "Container started");
            return new StartOutcome.Started(run, log);
        } catch (StartException e) {
            node.events().warning(reference, "Failed", "Error: " + e.text());
            log.end();
            return new StartOutcome.Failed(e.text(), log);
        }
    }

    private List<String> entrypoint(NodeImage.LocalProcess image) throws StartException {
        String uid = scope.pod().getMetadata().getUid();
        return JavaArguments.shorten(
                image.entrypoint(), () -> node.directory().pod(uid).resolve("java-" + spec.getName()));
    }

    private ContainerStart start(NodeImage image, ContainerLog log) throws ContainerConfigException {
        Pod pod = scope.pod();
        String namespace = pod.getMetadata().getNamespace();
        ContainerEnvironment environment = new ContainerEnvironment(
                new ApiReferences(node.client(), namespace),
                new DownwardField(pod, scope.ip(), NodeContext.HOST_IP),
                scope.services(),
                namespace);
        Map<String, String> variables = environment.of(
                spec, new ContainerResources(spec, node.settings().capacity()));
        VolumeMounts mounts = scope.volumes().mounts(spec, variables);
        VariableExpansion expansion = new VariableExpansion(variables, Map.of());
        return new ContainerStart(
                pod.getMetadata().getName(),
                namespace,
                spec.getName(),
                spec.getImage(),
                mounts.translate(variables),
                words(spec.getCommand(), expansion, mounts),
                words(spec.getArgs(), expansion, mounts),
                ports(),
                mounts,
                directory(mounts),
                image instanceof NodeImage.LocalProcess && wantsNames(pod) ? scope.hosts() : Optional.empty(),
                log);
    }

    private static boolean wantsNames(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null || !"false".equals(annotations.get(SERVICE_NAMES));
    }

    private static List<String> words(@Nullable List<String> words, VariableExpansion expansion, VolumeMounts mounts) {
        return words == null
                ? List.of()
                : words.stream().map(expansion::expand).map(mounts::translate).toList();
    }

    private Optional<Path> directory(VolumeMounts mounts) {
        return Optional.ofNullable(spec.getWorkingDir()).flatMap(mounts::directory);
    }

    /** Returns the ports that the spec names; a probe's number counts too, for a container need not declare ports. */
    private Set<Integer> ports() {
        Set<Integer> ports = new LinkedHashSet<>();
        spec.getPorts().stream().map(ContainerPort::getContainerPort).forEach(ports::add);
        Stream.of(spec.getReadinessProbe(), spec.getLivenessProbe(), spec.getStartupProbe())
                .flatMap(ContainerStarter::probed)
                .forEach(ports::add);
        return ports;
    }

    private static Stream<Integer> probed(@Nullable Probe probe) {
        if (probe == null) {
            return Stream.empty();
        }
        return Stream.of(
                        Optional.ofNullable(probe.getHttpGet()).map(action -> action.getPort()),
                        Optional.ofNullable(probe.getTcpSocket()).map(action -> action.getPort()),
                        Optional.ofNullable(probe.getGrpc()).map(action -> new IntOrString(action.getPort())))
                .flatMap(Optional::stream)
                .map(port -> port.getIntVal())
                .filter(number -> number != null);
    }

    /** Returns how long to wait before a refused attempt is repeated. */
    static Duration pause(int refusals) {
        return Duration.ofSeconds(Math.min(10, 2L << Math.min(refusals, 4)));
    }
}
