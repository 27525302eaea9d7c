// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the types and text constants of one Go file, as gofmt lays them out: one field a line, one tab before it. */
final class GoFile {

    private static final Pattern IMPORT = Pattern.compile("(?:import )?\t?(?:(\\w+) )?\"([^\"]+)\"");
    private static final Pattern TYPE = Pattern.compile("type (\\w+) (struct) ?\\{}?|type (\\w+) ([^{]+?)(?: //.*)?");
    private static final Pattern FIELD = Pattern.compile("\t(?:(\\w+) +)?(\\S.*?) +`([^`]*)`.*");
    private static final Pattern TAG = Pattern.compile("(\\w+):\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CONSTANT = Pattern.compile("(?:const |\t)(\\w+)(?: +\\w+)? += \"([^\"]*)\"");

    private final String place;
    private final Map<String, String> imports = new HashMap<>();
    private final Map<String, String> constants = new HashMap<>();
    private final Map<String, GoType> types = new LinkedHashMap<>();
    private final List<String> markers = new ArrayList<>();
    private final List<GoField> fields = new ArrayList<>();
    private List<String> structMarkers = List.of();
    private String struct = "";

    private GoFile(String place) {
        this.place = place;
    }

    static GoFile parse(String place, String text) {
        GoFile file = new GoFile(place);
        text.lines().forEach(file::line);
        return file;
    }

    Map<String, GoType> types() {
        return types;
    }

    Map<String, String> constants() {
        return constants;
    }

    Map<String, String> imports() {
        return imports;
    }

    private void line(String line) {
        String trimmed = line.trim();
        if (trimmed.startsWith("//")) {
            marker(trimmed.substring(2).trim());
            return;
        }
        if (struct.isEmpty()) {
            outside(line);
        } else {
            inside(line);
        }
        markers.clear();
    }

    private void marker(String comment) {
        if (comment.startsWith("+")) {
            markers.add(comment.substring(1));
        }
    }

    private void outside(String line) {
        Matcher type = TYPE.matcher(line);
        Matcher imported = IMPORT.matcher(line);
        Matcher constant = CONSTANT.matcher(line);
        if (type.matches()) {
            type(type, line);
        } else if (imported.matches()) {
            String path = imported.group(2);
            String last = path.substring(path.lastIndexOf('/') + 1);
            imports.put(imported.group(1) == null ? last : imported.group(1), path);
        } else if (constant.matches()) {
            constants.put(constant.group(1), constant.group(2));
        }
    }

    private void type(Matcher type, String line) {
        if (type.group(2) == null) {
            add(type.group(3), type.group(4), List.of(), markers);
        } else if (line.endsWith("}")) {
            add(type.group(1), "struct", List.of(), markers);
        } else {
            struct = type.group(1);
            structMarkers = List.copyOf(markers);
        }
    }

    private void inside(String line) {
        Matcher field = FIELD.matcher(line);
        if (line.equals("}")) {
            add(struct, "struct", fields, structMarkers);
            fields.clear();
            struct = "";
        } else if (field.matches()) {
            String type = field.group(2);
            String own = field.group(1) == null ? type.substring(type.lastIndexOf('.') + 1) : field.group(1);
            fields.add(new GoField(own, type, tags(field.group(3)), markers));
        }
    }

    private void add(String name, String underlying, List<GoField> own, List<String> marks) {
        types.put(name, new GoType(place, name, underlying, own, marks, imports));
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new HashMap<>();
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            tags.put(tag.group(1), tag.group(2));
        }
        return tags;
    }
}
