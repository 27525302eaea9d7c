// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Settings of the form {@code key=value,key=value}: labels and annotations. */
final class MapSetting {

    /** IsQualifiedName in apimachinery/pkg/util/validation of Kubernetes. */
    private static final String KEY =
            "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

    /** IsValidLabelValue, in the same file. */
    private static final String LABEL_VALUE = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";

    private MapSetting() {}

    static SettingType<Map<String, String>> labels() {
        return map("comma-separated labels such as team=shop,env=test", "a label such as team=shop", LABEL_VALUE);
    }

    static SettingType<Map<String, String>> annotations() {
        return map(
                "comma-separated annotations such as example.com/owner=shop, with a backslash before a comma in a value",
                "an annotation such as example.com/owner=shop",
                "[^\\p{Cntrl}]*");
    }

    private static SettingType<Map<String, String>> map(String form, String item, String value) {
        SettingType<List<String>> items = SettingType.list(form, SettingType.text(item, KEY + "\\s*=\\s*" + value));
        Pattern sign = Pattern.compile("\\s*=\\s*");
        return SettingType.of(form, text -> {
            Map<String, String> all = new LinkedHashMap<>();
            for (String pair : items.read(text)) {
                String[] parts = sign.split(pair, 2);
                if (all.putIfAbsent(parts[0], parts[1]) != null) {
                    throw new IllegalArgumentException("has [%s] twice".formatted(parts[0]));
                }
            }
            return Collections.unmodifiableMap(all);
        });
    }
}
