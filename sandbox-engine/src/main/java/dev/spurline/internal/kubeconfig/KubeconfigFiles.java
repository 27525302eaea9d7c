// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of {@code spurline.kubeconfig}, or those of {@code KUBECONFIG}, or the one in the home directory. The first
 * file that has an entry of a name has it, as a whole, and what a context names may stand in another file (see <a
 * href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">Merging kubeconfig
 * files</a>).
 */
public final class KubeconfigFiles {

    private final List<Path> paths;
    private final Settings settings;

    /**
     * Finds the files, without reading them.
     *
     * @param settings name them
     */
    public KubeconfigFiles(Settings settings) {
        this.settings = settings;
        String names = Setting.KUBECONFIG
                .find(settings)
                .or(() -> settings.find("KUBECONFIG").map(Settings.Value::text))
                .filter(text -> !text.isBlank())
                .orElse("~/.kube/config");
        this.paths = Stream.of(names.split(File.pathSeparator, -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(KubeconfigFiles::path)
                .toList();
    }

    /** A shell puts the home directory in the place of the tilde; what stands in a file of settings has seen no shell. */
    private static Path path(String name) {
        boolean home = name.startsWith("~/") || name.startsWith("~" + File.separator);
        return home ? Path.of(System.getProperty("user.home")).resolve(name.substring(2)) : Path.of(name);
    }

    /**
     * Reads how to reach a cluster.
     *
     * @param context the context
     * @param reason what decided for it, for the message
     * @throws PreflightException if no file has it, or what it leads to cannot be used
     */
    public ApiServerAccess access(String context, String reason) {
        Optional<ApiServerAccess> access;
        List<KubeconfigDocument> files = List.of();
        try {
            files = paths.stream()
                    .filter(Files::exists)
                    .map(KubeconfigDocument::read)
                    .toList();
            access = KubeconfigContext.find(files, context).map(found -> found.access(settings));
        } catch (PreflightException e) {
            throw new PreflightException(
                    "Context [%s] (decided by %s) cannot be used: %s".formatted(context, reason, e.getMessage()), e);
        }
        List<KubeconfigDocument> read = files;
        return access.orElseThrow(() -> absent(read, context, reason));
    }

    private PreflightException absent(List<KubeconfigDocument> files, String context, String reason) {
        String head = "Context [%s] (decided by %s)".formatted(context, reason);
        if (files.isEmpty()) {
            return new PreflightException(
                    "%s is nowhere: kubeconfig [%s] does not exist. Name the right file with spurline.kubeconfig or KUBECONFIG"
                            .formatted(head, joined(paths, Path::toString)));
        }
        return new PreflightException(
                "%s is not in kubeconfig [%s]%s. Name one of these with spurline.context, or another file with spurline.kubeconfig"
                        .formatted(
                                head,
                                joined(
                                        paths,
                                        path -> Files.exists(path) ? path.toString() : path + " (does not exist)"),
                                KubeconfigContext.offer(files, KubeconfigDocument::contexts, context)));
    }

    private static <T> String joined(Collection<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(", "));
    }

    /**
     * Reads the kubeconfig of a cluster that was started, by its current context.
     *
     * @param text the kubeconfig
     * @param settings the settings
     */
    public static ApiServerAccess provided(String text, Settings settings) {
        KubeconfigDocument file = KubeconfigDocument.parse(text, Path.of("kubeconfig"));
        return Optional.of(file)
                .flatMap(only -> KubeconfigContext.find(List.of(only), only.current()))
                .orElseThrow(() -> new PreflightException(
                        "The kubeconfig of the provided cluster has no context [%s], which it says is the current one"
                                .formatted(file.current())))
                .access(settings);
    }
}
