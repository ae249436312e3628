#include "renderer_webgl.h"

#include <GLES3/gl3.h>
#include <emscripten.h>
#include <imgui.h>

#include <cstddef>
#include <cstdint>

// clang-format off
EM_JS(int, hf_js_take_context, (), {
    const context = Module.canvas.getContext('webgl2', {
        alpha: false, antialias: false, depth: false, stencil: false,
        powerPreference: 'low-power', preserveDrawingBuffer: false });
    if (!context) return 0;
    const handle = GL.registerContext(context, { majorVersion: 2, minorVersion: 0 });
    GL.makeContextCurrent(handle);
    return 1;
});
// clang-format on

namespace holdfast::wasm {
namespace {

constexpr char kVertexShader[] = R"glsl(#version 300 es
uniform vec4 transform;
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 texture_position;
layout(location = 2) in vec4 color;
out vec2 at;
out vec4 tint;
void main() {
    at = texture_position;
    tint = color;
    gl_Position = vec4(position * transform.xy + transform.zw, 0.0, 1.0);
}
)glsl";

constexpr char kFragmentShader[] = R"glsl(#version 300 es
precision mediump float;
uniform sampler2D atlas;
in vec2 at;
in vec4 tint;
out vec4 pixel;
void main() { pixel = tint * texture(atlas, at); }
)glsl";

static_assert(sizeof(ImDrawIdx) == 2, "indices are drawn as unsigned shorts");

GLuint compile(GLenum kind, const char* source) {
    const GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    return shader;
}

GLuint link_program() {
    const GLuint program = glCreateProgram();
    glAttachShader(program, compile(GL_VERTEX_SHADER, kVertexShader));
    glAttachShader(program, compile(GL_FRAGMENT_SHADER, kFragmentShader));
    glLinkProgram(program);
    return program;
}

const void* offset(std::size_t bytes) {
    return reinterpret_cast<const void*>(bytes);
}

void describe_vertices() {
    constexpr GLsizei kStride = sizeof(ImDrawVert);
    for (const GLuint attribute : {0U, 1U, 2U}) glEnableVertexAttribArray(attribute);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, pos)));
    glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, uv)));
    glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride,
                          offset(offsetof(ImDrawVert, col)));
}

GLuint handle_of(const ImTextureData& texture) {
    return static_cast<GLuint>(static_cast<std::intptr_t>(texture.TexID));
}

void create(ImTextureData& texture) {
    GLuint handle = 0;
    glGenTextures(1, &handle);
    glBindTexture(GL_TEXTURE_2D, handle);
    glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, texture.Width, texture.Height);
    for (const GLenum filter : {GLenum{GL_TEXTURE_MIN_FILTER}, GLenum{GL_TEXTURE_MAG_FILTER}})
        glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
    for (const GLenum wrap : {GLenum{GL_TEXTURE_WRAP_S}, GLenum{GL_TEXTURE_WRAP_T}})
        glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, texture.Width, texture.Height, GL_RGBA,
                    GL_UNSIGNED_BYTE, texture.GetPixels());
    texture.SetTexID(static_cast<ImTextureID>(handle));
    texture.SetStatus(ImTextureStatus_OK);
}

void update(ImTextureData& texture) {
    glBindTexture(GL_TEXTURE_2D, handle_of(texture));
    glPixelStorei(GL_UNPACK_ROW_LENGTH, texture.Width);
    for (const ImTextureRect& rect : texture.Updates)
        glTexSubImage2D(GL_TEXTURE_2D, 0, rect.x, rect.y, rect.w, rect.h, GL_RGBA, GL_UNSIGNED_BYTE,
                        texture.GetPixelsAt(rect.x, rect.y));
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    texture.SetStatus(ImTextureStatus_OK);
}

void destroy(ImTextureData& texture) {
    const GLuint handle = handle_of(texture);
    glDeleteTextures(1, &handle);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
}

void serve(ImTextureData& texture) {
    if (texture.Status == ImTextureStatus_WantCreate) return create(texture);
    if (texture.Status == ImTextureStatus_WantUpdates) return update(texture);
    const bool unused = texture.UnusedFrames > 0;
    if (texture.Status == ImTextureStatus_WantDestroy && unused) destroy(texture);
}

void clear(const ImDrawData& data, ui::Color page) {
    const float scale = data.FramebufferScale.x;
    glViewport(0, 0, static_cast<GLsizei>(data.DisplaySize.x * scale + 0.5F),
               static_cast<GLsizei>(data.DisplaySize.y * scale + 0.5F));
    glDisable(GL_SCISSOR_TEST);
    const auto share = [](std::uint8_t channel) { return static_cast<float>(channel) / 255.0F; };
    glClearColor(share(page.red), share(page.green), share(page.blue), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_SCISSOR_TEST);
}

bool set_scissor(const ImDrawData& data, const ImVec4& clip) {
    const float scale = data.FramebufferScale.x;
    const float height = data.DisplaySize.y * scale;
    const auto left = static_cast<GLint>(clip.x * scale + 0.5F);
    const auto right = static_cast<GLint>(clip.z * scale + 0.5F);
    const auto bottom = static_cast<GLint>(height - clip.w * scale + 0.5F);
    const auto top = static_cast<GLint>(height - clip.y * scale + 0.5F);
    if (right <= left || top <= bottom) return false;
    glScissor(left, bottom, right - left, top - bottom);
    return true;
}

}  // namespace

bool WebglRenderer::start() {
    if (hf_js_take_context() == 0) return false;
    build();
    return true;
}

void WebglRenderer::build() {
    program_ = link_program();
    transform_ = glGetUniformLocation(program_, "transform");
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &indices_);
    glGenVertexArrays(1, &array_);
    glBindVertexArray(array_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
    describe_vertices();
    glUseProgram(program_);
    glActiveTexture(GL_TEXTURE0);
    glEnable(GL_BLEND);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

void WebglRenderer::on_context_restored() {
    lost_ = false;
    build();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) continue;
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_WantCreate);
    }
}

void WebglRenderer::render(ImDrawData& data, ui::Color page) {
    if (lost_ || data.DisplaySize.x <= 0 || data.DisplaySize.y <= 0) return;
    if (data.Textures != nullptr)
        for (ImTextureData* texture : *data.Textures)
            if (texture->Status != ImTextureStatus_OK) serve(*texture);
    clear(data, page);
    glUniform4f(transform_, 2 / data.DisplaySize.x, -2 / data.DisplaySize.y, -1, 1);
    draw_lists(data);
}

void WebglRenderer::draw_lists(const ImDrawData& data) const {
    ImTextureID bound = ImTextureID_Invalid;
    for (const ImDrawList* list : data.CmdLists) {
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(list->VtxBuffer.size_in_bytes()),
                     list->VtxBuffer.Data, GL_STREAM_DRAW);
        glBufferData(GL_ELEMENT_ARRAY_BUFFER,
                     static_cast<GLsizeiptr>(list->IdxBuffer.size_in_bytes()), list->IdxBuffer.Data,
                     GL_STREAM_DRAW);
        for (const ImDrawCmd& command : list->CmdBuffer) {
            if (command.ElemCount == 0 || command.UserCallback != nullptr) continue;
            if (!set_scissor(data, command.ClipRect)) continue;
            const ImTextureID texture = command.GetTexID();
            if (texture != bound)
                glBindTexture(GL_TEXTURE_2D,
                              static_cast<GLuint>(static_cast<std::intptr_t>(texture)));
            bound = texture;
            glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), GL_UNSIGNED_SHORT,
                           offset(command.IdxOffset * sizeof(ImDrawIdx)));
        }
    }
}

}  // namespace holdfast::wasm
