// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.MediaType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files beside JUnit's report, one by one: Allure and Gradle show files, and no directory. This is the one class that
 * knows that their media type has moved: JUnit 5.12 has the older class alone, and 6.1 has it still.
 */
@SuppressWarnings("deprecation")
final class ReportAttachments {

    private static final Logger LOG = LoggerFactory.getLogger(ReportAttachments.class);

    private static final MediaType TEXT = MediaType.TEXT_PLAIN_UTF_8;
    private static final int LONGEST = 120;

    private ReportAttachments() {}

    /**
     * Writes files; later ones of the same names and context take their place.
     *
     * @param prefix what their names begin with
     * @param files texts by name
     */
    static PublishedFiles publish(ExtensionContext context, String prefix, Map<String, String> files) {
        List<Path> written = new ArrayList<>();
        try {
            files.forEach((name, text) -> context.publishFile(fileName(prefix + name), TEXT, path -> {
                Files.writeString(path, text);
                written.add(path.toAbsolutePath());
            }));
        } catch (RuntimeException e) {
            warnOnce(context, prefix, e);
        }
        return new PublishedFiles(written);
    }

    /** What keeps one failure's files from being written keeps those of all others. */
    private static void warnOnce(ExtensionContext context, String prefix, RuntimeException failure) {
        var unused = ContextStores.compute(context.getRoot(), ReportAttachments.class, () -> {
            LOG.warn(
                    "Files [{}…] could not be written beside JUnit's report, and neither may those of other sandboxes: [{}]. What they tell is missing there, and changes no test. Let tests write to the directory that junit.platform.reporting.output.dir names, and let all artifacts of JUnit have one version",
                    prefix,
                    root(failure).toString());
            return true;
        });
        LOG.debug("Files [{}…] cannot be published", prefix, failure);
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** Names come from the cluster: none leads out of the directory, or is longer than a file's name may be. */
    static String fileName(String text) {
        String name = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.*$", "_");
        return name.substring(Math.max(0, name.length() - LONGEST));
    }
}
