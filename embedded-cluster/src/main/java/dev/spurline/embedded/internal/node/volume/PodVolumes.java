// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.node.environment.ContainerConfigException;
import dev.spurline.embedded.internal.node.environment.VariableExpansion;
import dev.spurline.embedded.internal.node.machine.FileTree;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.machine.NodeDirectory;
import dev.spurline.embedded.internal.node.volume.VolumeMounts.Mount;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes of a pod, as directories of this machine.
 *
 * <p>Source: {@code pkg/kubelet/volumemanager/volume_manager.go} (WaitForAttachAndMount).
 */
public final class PodVolumes {

    private static final Logger LOG = LoggerFactory.getLogger(PodVolumes.class);

    private final List<Volume> volumes;
    private final NodeDirectory root;
    private final String uid;
    private final String namespace;
    private final PodVolumeSources sources;
    private final VolumeWatch watch;
    private final Map<String, AtomicDirectory> filled = new HashMap<>();
    private final Map<String, Path> directories = new HashMap<>();

    /**
     * Makes nothing yet.
     *
     * @param pod returns the newest version of the pod's object
     * @param changed told when something that a volume is filled from has changed
     */
    public PodVolumes(NodeContext node, Supplier<Pod> pod, Runnable changed) {
        Pod first = pod.get();
        volumes = List.copyOf(first.getSpec().getVolumes());
        namespace = first.getMetadata().getNamespace();
        root = node.directory();
        uid = first.getMetadata().getUid();
        sources = new PodVolumeSources(node, pod);
        watch = new VolumeWatch(node.client(), namespace, volumes, changed);
    }

    /**
     * Makes all directories, or brings them up to date.
     *
     * @return what is wrong, by the name of the volume
     */
    public synchronized Map<String, String> prepare() {
        Map<String, String> failures = new LinkedHashMap<>();
        watch.start();
        for (Volume volume : volumes) {
            try {
                directories.put(volume.getName(), prepare(volume));
            } catch (VolumeException e) {
                failures.put(volume.getName(), e.text());
            } catch (IOException | RuntimeException e) {
                // Whatever it is, the pod waits for it, and can be deleted meanwhile.
                failures.put(volume.getName(), FailureText.of(e));
            }
        }
        return failures;
    }

    /** Returns when the volumes have to be brought up to date though nothing has changed. */
    public Optional<Instant> renewal() {
        return sources.renewal();
    }

    /** Tells whether a volume shows fields of the pod itself. */
    public boolean showsPod() {
        return volumes.stream()
                .anyMatch(volume -> volume.getDownwardAPI() != null
                        || (volume.getProjected() != null
                                && volume.getProjected().getSources().stream()
                                        .anyMatch(source -> source.getDownwardAPI() != null)));
    }

    private Path prepare(Volume volume) throws VolumeException, IOException {
        Path place = directory().resolve("volumes").resolve(volume.getName());
        if (PayloadReader.reads(volume)) {
            filled.computeIfAbsent(volume.getName(), name -> new AtomicDirectory(place))
                    .write(sources.reader().read(volume));
            return place;
        }
        if (volume.getEmptyDir() != null) {
            return Files.createDirectories(place);
        }
        if (volume.getHostPath() != null) {
            return hostPath(volume.getHostPath());
        }
        if (volume.getPersistentVolumeClaim() != null) {
            String claim = volume.getPersistentVolumeClaim().getClaimName();
            return Files.createDirectories(root.claim(sources.claim(claim)));
        }
        if (volume.getEphemeral() != null) {
            return Files.createDirectories(root.claim(sources.ephemeralClaim(volume.getName())));
        }
        throw new VolumeException(
                "this node offers configMap, secret, projected, downwardAPI, emptyDir, hostPath, persistentVolumeClaim and ephemeral, no other kind of volume");
    }

    private static Path hostPath(HostPathVolumeSource source) throws VolumeException, IOException {
        Path path = Path.of(source.getPath());
        String type = source.getType() == null ? "" : source.getType();
        if (type.equals("DirectoryOrCreate")) {
            Files.createDirectories(path);
        }
        boolean wrong = switch (type) {
            case "Directory" -> !Files.isDirectory(path);
            case "File" -> !Files.isRegularFile(path);
            default -> false;
        };
        if (wrong) {
            throw new VolumeException("hostPath type check failed: %s is not a %s"
                    .formatted(path, type.equals("File") ? "file" : "directory"));
        }
        return path;
    }

    /**
     * Returns where a container finds its volumes.
     *
     * @param variables the container's environment, for {@code subPathExpr}
     */
    public synchronized VolumeMounts mounts(Container container, Map<String, String> variables)
            throws ContainerConfigException {
        if (container.getVolumeMounts().isEmpty()) {
            return VolumeMounts.none();
        }
        SubPaths subPaths = new SubPaths(directory().resolve("volume-subpaths").resolve(container.getName()));
        List<Mount> mounts = new ArrayList<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path volume = directories.get(mount.getName());
            if (volume != null) {
                mounts.add(new Mount(mount.getMountPath(), place(mount, volume, subPaths, variables)));
            }
        }
        return new VolumeMounts(mounts);
    }

    private Path place(VolumeMount mount, Path volume, SubPaths subPaths, Map<String, String> variables)
            throws ContainerConfigException {
        String path = mount.getSubPathExpr() == null || mount.getSubPathExpr().isEmpty()
                ? mount.getSubPath()
                : new VariableExpansion(variables, Map.of()).expand(mount.getSubPathExpr());
        if (path == null || path.isEmpty()) {
            return volume;
        }
        try {
            return filled.containsKey(mount.getName()) ? subPaths.copy(volume, path) : SubPaths.directory(volume, path);
        } catch (IOException e) {
            throw new ContainerConfigException("failed to prepare subPath for volumeMount \"%s\" of container: %s"
                    .formatted(mount.getName(), FailureText.of(e)));
        }
    }

    /** Returns how long to wait before a refused attempt is repeated: as a kubelet, from 0.5 s, doubled up to two minutes. */
    public static Duration pause(int refusals) {
        return Duration.ofMillis(Math.min(122_000, 500L << Math.min(refusals, 8)));
    }

    /** Stops watching and removes the directories. */
    public synchronized void remove() {
        watch.close();
        try {
            if (root.exists()) {
                FileTree.delete(directory());
            }
        } catch (IOException e) {
            LOG.debug("The directory of pod {} was not removed", uid, e);
        }
    }

    private Path directory() {
        return root.pod(uid);
    }
}
