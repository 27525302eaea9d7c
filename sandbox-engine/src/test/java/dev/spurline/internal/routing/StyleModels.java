// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import java.util.List;
import java.util.Random;

/** The models of all styles. */
public final class StyleModels {

    private StyleModels() {}

    /**
     * Returns all, in the order of the styles.
     *
     * @throws LinkageError if a style has none
     */
    public static List<StyleModel> all() {
        return RoutingStyles.writing().stream().map(StyleModels::of).toList();
    }

    /** Returns one of those by which a mesh routes. */
    public static StyleModel any(Random random, ServiceMesh mesh) {
        List<StyleModel> all = all().stream().filter(model -> model.isFor(mesh)).toList();
        return all.get(random.nextInt(all.size()));
    }

    /** Returns one of those whose routes sandboxes share. */
    public static StyleModel anyShared(Random random) {
        List<StyleModel> all = all().stream()
                .filter(model -> CustomKind.of(CustomKind.Role.SHARED_ROUTE).containsAll(model.kinds()))
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    private static StyleModel of(RoutingStyle style) {
        String name = style.getClass().getName() + "Model";
        try {
            return Class.forName(name)
                    .asSubclass(StyleModel.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(
                    "Style [%s] has no model [%s]: property tests would not see it"
                            .formatted(style.getClass().getSimpleName(), name),
                    e);
        }
    }
}
