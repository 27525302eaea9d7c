// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text of a patch: as it stands, or from the class path. */
final class PatchText {

    private static final String CLASS_PATH = "classpath:";

    private PatchText() {}

    static String read(String text, String place, Settings settings) {
        String patch = text.startsWith(CLASS_PATH) ? resource(text.substring(CLASS_PATH.length()), place) : text;
        return settings.resolve(patch, place);
    }

    private static String resource(String name, String place) {
        String path = name.startsWith("/") ? name.substring(1) : name;
        try (InputStream in = loader().getResourceAsStream(path)) {
            if (in == null) {
                throw new WrongUseException("%s: patch [classpath:%s] is not on the class path".formatted(place, name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("%s: patch [classpath:%s] cannot be read".formatted(place, name), e);
        }
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? PatchText.class.getClassLoader() : context;
    }
}
